using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Messaging;
using Microsoft.Extensions.Logging;

namespace Chs.Application.Messaging;

/// <summary>
/// Keeps one person from filling another's mailbox: with requests to join a lab, by giving and taking roles, by submitting
/// a study again and again. What happened isn't limited, and is seen at the site; nor are mails that warn.
/// </summary>
/// <remarks>A message that is delivered again isn't counted, and sends also what the limit held back.</remarks>
sealed class MailLimits(IQuotas quotas, ILogger<MailLimits> log)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Mails of one kind an hour that one person can have sent to a mailbox.</summary>
    internal const int MailsOfOneKind = 20;

    /// <summary>The members that say who caused a message; the first one present counts.</summary>
    static readonly string[] Causers = ["By", "User"];

    public async Task<bool> MaySendAsync(OutboxMessage cause, string address, CancellationToken cancellationToken)
    {
        if (cause.Attempts > 1 || CauserOf(cause) is not { } causer)
            return true;
        var quota = new Quota($"mails {cause.Kind} by {causer} to {address}", MailsOfOneKind, Hour);
        if (await quotas.TakeAsync([quota], cancellationToken) is null)
            return true;
        var line = new Quota($"lines about {cause.Kind} by {causer}", 1, Hour);
        if (await quotas.TakeAsync([line], cancellationToken) is not null)
            return false;
        log.LogWarning(
            "Account {Account} caused more than {Limit} mails of kind {Kind} to one mailbox within an hour. More aren't sent",
            causer,
            MailsOfOneKind,
            cause.Kind
        );
        return false;
    }

    /// <returns>Null for what the site does by itself, such as a reminder about many studies.</returns>
    static Guid? CauserOf(OutboxMessage cause)
    {
        using var body = JsonDocument.Parse(cause.Body);
        foreach (var name in Causers)
        {
            if (body.RootElement.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String)
                return member.GetGuid();
        }

        return null;
    }
}
