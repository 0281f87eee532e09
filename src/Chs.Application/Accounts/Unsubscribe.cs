using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Switches off all mails to a family but those about the account itself, with the link of any mail that it ever got. Needs
/// no log-in. Following the link again changes nothing.
/// </summary>
public sealed record Unsubscribe(string Token) : ICommand, IAnonymous
{
    internal sealed class Handler(IChsDb db, UnsubscribeLinks links, TimeProvider time)
        : IRequestHandler<Unsubscribe, Outcome>
    {
        public async Task<Outcome> Handle(Unsubscribe request, CancellationToken cancellationToken)
        {
            if (links.Read(request.Token) is not { } account)
                return AccountErrors.BadLink;
            var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == account, cancellationToken);
            // An account that was deleted gets no mails.
            user?.ChooseMail(MailPreferences.None, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
