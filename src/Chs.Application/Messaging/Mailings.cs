using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Messaging;

/// <summary>Sends the mails that follow from outbox messages.</summary>
sealed class Mailings(IChsDb db, IMailer mailer, AccountRules rules, MailLimits limits)
{
    /// <summary>Sends the mail to each of these users whose account is active.</summary>
    /// <remarks>
    /// What others wrote, such as names, isn't sent to addresses that nobody has confirmed: they may be strangers'. Where
    /// people log in without confirming one, mails go to a folder.
    /// </remarks>
    /// <param name="cause">The message because of which the mail is sent.</param>
    /// <param name="recipients">Keys of users.</param>
    public async Task SendAsync(
        OutboxMessage cause,
        IQueryable<long> recipients,
        MailTemplate template,
        CancellationToken cancellationToken
    )
    {
        var atOnce = rules.LogInAtOnce;
        var addresses = await db
            .Users.Where(u => u.IsActive && (atOnce || u.EmailConfirmedAt != null) && recipients.Contains(u.Id))
            .OrderBy(u => u.Id)
            .Select(u => u.Email)
            .ToListAsync(cancellationToken);
        foreach (var address in addresses)
            await SendAsync(cause, address, template, cancellationToken);
    }

    /// <summary>Sends the mail to one address.</summary>
    public async Task SendAsync(
        OutboxMessage cause,
        string address,
        MailTemplate template,
        CancellationToken cancellationToken
    )
    {
        if (template.IsLimited && !await limits.MaySendAsync(cause, address, cancellationToken))
            return;
        // Derived from message and address, so that a second delivery of the message sends a mail with the same id.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cause.Uuid}/{address}"));
        var id = new Guid(hash.AsSpan(0, 16));
        await mailer.SendAsync(
            new Mail(
                id,
                address,
                template.SubjectLine,
                template.RenderText(),
                template.RenderHtml(),
                template.ReplyTo,
                template.Unsubscribe
            ),
            cancellationToken
        );
    }

    /// <summary>The recipient with this uuid.</summary>
    public IQueryable<long> Person(Guid id) => db.Users.Where(u => u.Uuid == id).Select(u => u.Id);

    /// <summary>Everybody who reviews the site's labs and studies.</summary>
    public IQueryable<long> Reviewers() =>
        db
            .Users.Where(u => u.IsSuperuser || (u.GivenRights.OnStudies & StudyRight.Review) != StudyRight.None)
            .Select(u => u.Id);

    /// <summary>The user's display name; null when there is no such user.</summary>
    public Task<string?> NameAsync(Guid id, CancellationToken cancellationToken) =>
        db
            .Users.Where(u => u.Uuid == id)
            .Select(u => u.Nickname != "" ? u.Nickname : (u.GivenName + " " + u.FamilyName))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Deserializes the event or record in an outbox message.</summary>
    public static T Read<T>(OutboxMessage message) => JsonSerializer.Deserialize<T>(message.Body)!;
}
