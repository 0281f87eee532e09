using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns one set of a family's demographic answers for v1 and v2.</summary>
/// <param name="UserId">The answers must be this user's; null: anybody's.</param>
public sealed record ReadDemographicsForJsonApi(Guid DemographicsId, Guid? UserId)
    : IQuery<JsonApiDemographics>,
        IWithinScope,
        IShowsFamilyData<JsonApiDemographics>,
        IOpenToFamilies
{
    string IShowsFamilyData<JsonApiDemographics>.AuditAction => "read demographics";

    Guid? IShowsFamilyData<JsonApiDemographics>.AuditSubject => UserId;

    int IShowsFamilyData<JsonApiDemographics>.CountOthers(JsonApiDemographics answer, Actor actor) =>
        answer.UserKey != actor.Key ? 1 : 0;

    internal sealed class Handler(VisibleFamilies families)
        : IRequestHandler<ReadDemographicsForJsonApi, Outcome<JsonApiDemographics>>
    {
        public async Task<Outcome<JsonApiDemographics>> Handle(
            ReadDemographicsForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await families.DemographicsAsync(request.UserId, cancellationToken);
            var answers = await visible
                .AsNoTracking()
                .Where(d => d.Uuid == request.DemographicsId)
                .Select(JsonApiDemographics.Projection)
                .SingleOrDefaultAsync(cancellationToken);
            return answers is null ? Error.NotFound("demographics") : answers;
        }
    }
}
