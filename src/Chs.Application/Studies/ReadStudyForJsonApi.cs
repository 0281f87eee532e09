using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads a study for v1 and v2.</summary>
/// <remarks>Active studies are open to everybody who is logged in, others to those who may see or review them.</remarks>
public sealed record ReadStudyForJsonApi(Guid StudyId) : IQuery<JsonApiStudy>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadStudyForJsonApi, Outcome<JsonApiStudy>>
    {
        public async Task<Outcome<JsonApiStudy>> Handle(
            ReadStudyForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindPlayableStudyAsync(request.StudyId, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var number = JsonApiStudy.NumberOf(study);
            var version = await db
                .StudyVersions.AsNoTracking()
                .SingleAsync(v => v.StudyId == study.Id && v.Number == number, cancellationToken);
            return new JsonApiStudy(study, version.Protocol);
        }
    }
}
