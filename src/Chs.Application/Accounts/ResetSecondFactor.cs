using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Removes the second factor of a person who has lost both the device and the recovery codes. The account's sessions end,
/// and no log-in elsewhere stands for a second factor any more: the lost one may have been a thief's.
/// </summary>
/// <remarks>Needs the site right to edit users, in a log-in: a copied key opens nobody's account.</remarks>
public sealed record ResetSecondFactor(Guid UserId) : ICommand, ISessionOnly
{
    internal sealed class Handler(
        AccountFinder accounts,
        LogInSessions sessions,
        ExternalIdentities identities,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<ResetSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(ResetSecondFactor request, CancellationToken cancellationToken)
        {
            var found = await accounts.FindManagedAsync(request.UserId, SiteRight.EditUsers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            // Without a second factor there is nothing to remove. A session that an institution's factor opened stays.
            if (user.SecondFactor is null)
                return Outcome.Ok;
            user.DisableSecondFactor(actor.Deed(time));
            await identities.EndSecondFactorOfLinksAsync(user, cancellationToken);
            await sessions.EndAllAsync(user, cancellationToken);
            return Outcome.Ok;
        }
    }
}
