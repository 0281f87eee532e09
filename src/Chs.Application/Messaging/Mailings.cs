using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Messaging;

/// <summary>Sends letters. A message that is delivered twice leads to mails with the same ids.</summary>
sealed class Mailings(IChsDb db, IMailer mailer)
{
    /// <summary>To each of these people who can log in.</summary>
    public async Task SendAsync(
        OutboxMessage because,
        IQueryable<long> recipients,
        MailTemplate letter,
        CancellationToken cancellationToken
    )
    {
        var addresses = await db
            .Users.Where(u => u.IsActive && recipients.Contains(u.Id))
            .OrderBy(u => u.Id)
            .Select(u => u.Email)
            .ToListAsync(cancellationToken);
        foreach (var address in addresses)
            await SendAsync(because, address, letter, cancellationToken);
    }

    public Task SendAsync(
        OutboxMessage because,
        string address,
        MailTemplate letter,
        CancellationToken cancellationToken
    )
    {
        // The same message to the same person has the same id at every attempt.
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{because.Uuid}/{address}")).AsSpan(0, 16));
        return mailer.SendAsync(
            new Mail(id, address, letter.Line, letter.Text(), letter.Html(), letter.ReplyTo),
            cancellationToken
        );
    }

    public IQueryable<long> Person(Guid id) => db.Users.Where(u => u.Uuid == id).Select(u => u.Id);

    /// <summary>Those who review the site's labs and studies.</summary>
    public IQueryable<long> Reviewers() =>
        db
            .Users.Where(u => u.IsSuperuser || (u.GivenRights.OnStudies & StudyRight.Review) != StudyRight.None)
            .Select(u => u.Id);

    /// <summary>What somebody is called; null: nobody knows any more.</summary>
    public Task<string?> NameAsync(Guid id, CancellationToken cancellationToken) =>
        db
            .Users.Where(u => u.Uuid == id)
            .Select(u => u.Nickname != "" ? u.Nickname : (u.GivenName + " " + u.FamilyName))
            .SingleOrDefaultAsync(cancellationToken);

    public static T Read<T>(OutboxMessage message) => JsonSerializer.Deserialize<T>(message.Body)!;
}
