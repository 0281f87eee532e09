using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Removes the second factor of a person who has lost both the device and the recovery codes. The account's sessions end.
/// </summary>
/// <remarks>Needs the site right to edit users.</remarks>
public sealed record ResetSecondFactor(Guid UserId) : ICommand, ISessionOnly
{
    internal sealed class Handler(AccountFinder accounts, LogInSessions sessions, Actor actor, TimeProvider time)
        : IRequestHandler<ResetSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(ResetSecondFactor request, CancellationToken cancellationToken)
        {
            var found = await accounts.FindManagedAsync(request.UserId, SiteRight.EditUsers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            // Without a second factor there is nothing to remove, and no session that was opened with one.
            if (user.SecondFactor is null)
                return Outcome.Ok;
            user.DisableSecondFactor(actor.Deed(time));
            await sessions.EndAllAsync(user.Id, cancellationToken);
            return Outcome.Ok;
        }
    }
}
