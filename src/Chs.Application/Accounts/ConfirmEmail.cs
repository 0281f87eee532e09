using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Shows that mail to an account's address arrives, by the link of such a mail. Needs no log-in; following it again changes nothing.</summary>
public sealed record ConfirmEmail(string Token) : ICommand
{
    internal sealed class Handler(AccountLinks links, TimeProvider time) : IRequestHandler<ConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmEmail request, CancellationToken cancellationToken)
        {
            if (await links.FindForEmailAsync(request.Token, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            user.ConfirmEmail(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

/// <summary>Asks for another mail with a link that confirms the actor's address. Once it is confirmed nothing happens.</summary>
public sealed record AskToConfirmEmail : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AskToConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(AskToConfirmEmail request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            if (user.EmailConfirmedAt is null)
                user.RequestEmailConfirmation(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

static class ConfirmedEmails
{
    extension(IChsDb db)
    {
        /// <summary>Why somebody may not do what reaches other people; null: the address is confirmed.</summary>
        public async Task<Error?> UnconfirmedAsync(Actor actor, CancellationToken cancellationToken) =>
            await db.Users.AnyAsync(u => u.Id == actor.Key && u.EmailConfirmedAt != null, cancellationToken)
                ? null
                : AccountErrors.EmailNotConfirmed;
    }
}
