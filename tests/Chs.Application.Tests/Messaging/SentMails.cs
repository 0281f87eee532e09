using Chs.Application.Accounts;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Tests.Messaging;

/// <summary>The mails that follow from what happened.</summary>
static class SentMails
{
    extension(TestChs chs)
    {
        /// <summary>Delivers the messages of these kinds once, and answers the mails; no kinds: all messages.</summary>
        public async Task<List<Mail>> DeliverMailsAsync<TNotices>(params string[] kinds)
            where TNotices : IOutboxReceiver
        {
            var mails = await chs.TryMailsAsync<TNotices>(kinds);
            await chs.WithAsync(db =>
                db.Outbox.Where(m => kinds.Length == 0 || kinds.Contains(m.Kind)).ExecuteDeleteAsync()
            );
            return mails;
        }

        /// <summary>Does the same with messages that stay, as if the mail server had failed afterwards.</summary>
        public async Task<List<Mail>> TryMailsAsync<TNotices>(params string[] kinds)
            where TNotices : IOutboxReceiver
        {
            var mailer = new Recorder();
            await chs.WithServicesAsync(async services =>
            {
                var db = services.GetRequiredService<IChsDb>();
                // Nobody here has confirmed an address.
                var rules = services.GetRequiredService<AccountRules>() with
                {
                    LogInAtOnce = true,
                };
                var mailings = new Mailings(db, mailer, rules, services.GetRequiredService<MailLimits>());
                var wanted = db.Outbox.Where(m => kinds.Length == 0 || kinds.Contains(m.Kind));
                await wanted.ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, m => m.Attempts + 1));
                var messages = await wanted.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
                var notices = ActivatorUtilities.CreateInstance<TNotices>(services, mailings);
                foreach (var message in messages)
                    await notices.DeliverAsync(message, default);
            });
            return mailer.Sent;
        }
    }

    sealed class Recorder : IMailer
    {
        public List<Mail> Sent { get; } = [];

        public Task SendAsync(Mail mail, CancellationToken cancellationToken)
        {
            Sent.Add(mail);
            return Task.CompletedTask;
        }
    }
}
