using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Tests.Labs;

/// <summary>Mails about labs' keys.</summary>
static class LabTokenMails
{
    /// <summary>Delivers the messages of these kinds that nobody has delivered yet, and answers the mails that follow.</summary>
    public static async Task<List<Mail>> LabTokenMailsAsync(this TestChs chs, params string[] kinds)
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
            var mailings = new Mailings(db, mailer, rules);
            var notices = ActivatorUtilities.CreateInstance<LabTokenNotices>(services, mailings);
            var messages = await db.Outbox.Where(m => kinds.Contains(m.Kind)).OrderBy(m => m.Id).ToListAsync();
            foreach (var message in messages)
                await notices.DeliverAsync(message, default);
            db.Outbox.RemoveRange(messages);
            await db.SaveChangesAsync(default);
        });
        return mailer.Sent;
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
