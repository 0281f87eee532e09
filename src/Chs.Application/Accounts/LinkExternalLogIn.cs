using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Links the log-in with which a person comes back from a provider with the account that asked for it.</summary>
/// <remarks>The answer of a provider comes before any session is looked at, so this one looks at it itself.</remarks>
/// <param name="Who">The person as the provider describes them.</param>
/// <param name="Link">What <see cref="AskToLinkExternalLogIn"/> answered.</param>
/// <param name="Session">Secret of the browser's log-in.</param>
public sealed record LinkExternalLogIn(ExternalPerson Who, string Link, string Session) : ICommand, IAnonymous
{
    internal sealed class Handler(
        ExternalLogInLinks links,
        ExternalIdentities identities,
        LogInSessions sessions,
        TimeProvider time
    ) : IRequestHandler<LinkExternalLogIn, Outcome>
    {
        public async Task<Outcome> Handle(LinkExternalLogIn request, CancellationToken cancellationToken)
        {
            if (await links.FindAsync(request.Link, request.Session, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            var session = await sessions.FindAsync(user, request.Session, cancellationToken);
            if (session is not { IsPending: false } || session.ExpiresAt <= time.GetUtcNow())
                return Error.Unauthenticated;
            if (ExternalIdentities.Check(request.Who) is { } unusable)
                return unusable;
            if (await identities.FindAsync(request.Who, cancellationToken) is { } linked)
                return linked.UserId == user.Id ? Outcome.Ok : AccountErrors.ExternalLogInTaken;
            identities.Link(user, request.Who, session.IsTwoFactor);
            identities.Announce(user);
            return Outcome.Ok;
        }
    }
}
