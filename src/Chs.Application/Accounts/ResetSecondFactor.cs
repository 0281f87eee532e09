using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Removes the second factor of a person who has lost both the device and the recovery codes. The account's sessions end.
/// </summary>
/// <remarks>Needs the site right to edit users.</remarks>
public sealed record ResetSecondFactor(Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<ResetSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(ResetSecondFactor request, CancellationToken cancellationToken)
        {
            var found = await db.FindManagedAccountAsync(
                request.UserId,
                SiteRight.EditUsers,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            await db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await db.EndSessionsAsync(user.Id, except: null, cancellationToken);
            user.RecordSecondFactorDisabled(current.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
