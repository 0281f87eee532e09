using System.Globalization;
using Chs.Application.Messaging;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;

namespace Chs.Application.Accounts;

/// <summary>Tells both people that roles were handed over.</summary>
sealed class HandOverNotices(Mailings mailings) : IOutboxReceiver
{
    /// <summary>Most names of labs, and of studies, in a mail.</summary>
    const int MaximumNames = 50;

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        message.Kind is nameof(RolesHandedOver) ? OnHandedOverAsync(message, cancellationToken) : Task.CompletedTask;

    async Task OnHandedOverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var handed = Mailings.Read<RolesHandedOver>(message);
        var by = await NameOfAsync(handed.By, cancellationToken);
        var from = await NameOfAsync(handed.User, cancellationToken);
        var to = await NameOfAsync(handed.To, cancellationToken);
        var toReceiver = new MailTemplate(
            $"The roles of {from} are yours now",
            $"{by} handed the roles of {from} over to you. You have them beside those that you had.",
            ListOf("Labs", handed.Labs),
            ListOf("Studies", handed.Studies)
        );
        var fate = handed.IsKept ? "You have them too." : "You don't have them any more.";
        var toLeaver = new MailTemplate(
            $"{to} has your roles now",
            $"{by} handed your roles over to {to}. {fate}",
            ListOf("Labs", handed.Labs),
            ListOf("Studies", handed.Studies)
        );
        await mailings.SendAsync(message, mailings.Person(handed.To), toReceiver, cancellationToken);
        await mailings.SendAsync(message, mailings.Person(handed.User), toLeaver, cancellationToken);
    }

    static string ListOf(string what, IReadOnlyList<string> names)
    {
        if (names is [])
            return "";
        var more = names.Count - MaximumNames;
        var end = more > 0 ? string.Create(CultureInfo.InvariantCulture, $", and {more} more") : "";
        return $"{what}: {string.Join(", ", names.Take(MaximumNames))}{end}.";
    }

    async Task<string> NameOfAsync(Guid user, CancellationToken cancellationToken) =>
        await mailings.NameAsync(user, cancellationToken) ?? "Somebody";
}
