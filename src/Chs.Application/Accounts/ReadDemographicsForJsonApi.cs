using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns one set of a family's demographic answers for v1 and v2.</summary>
/// <param name="UserId">The answers must be this user's; null: anybody's.</param>
public sealed record ReadDemographicsForJsonApi(Guid DemographicsId, Guid? UserId)
    : IQuery<DemographicSnapshot>,
        IWithinScope,
        IShowsFamilyData<DemographicSnapshot>
{
    string IShowsFamilyData<DemographicSnapshot>.AuditAction => "read demographics";

    Guid? IShowsFamilyData<DemographicSnapshot>.AuditSubject => UserId;

    int IShowsFamilyData<DemographicSnapshot>.CountOthers(DemographicSnapshot answer, Actor actor) =>
        answer.UserId != actor.Key ? 1 : 0;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadDemographicsForJsonApi, Outcome<DemographicSnapshot>>
    {
        public async Task<Outcome<DemographicSnapshot>> Handle(
            ReadDemographicsForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleDemographicsAsync(access, cancellationToken);
            var snapshot = await visible
                .AsNoTracking()
                .Where(d =>
                    d.Uuid == request.DemographicsId
                    && (request.UserId == null || db.Users.Any(u => u.Id == d.UserId && u.Uuid == request.UserId))
                )
                .SingleOrDefaultAsync(cancellationToken);
            return snapshot is null ? Error.NotFound("demographics") : snapshot;
        }
    }
}
