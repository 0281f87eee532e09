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
    internal sealed class Handler(IChsDb db, StudyFinder finder, JsonApiStudyQueries studies)
        : IRequestHandler<ReadStudyForJsonApi, Outcome<JsonApiStudy>>
    {
        public async Task<Outcome<JsonApiStudy>> Handle(
            ReadStudyForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var found = await finder.FindPlayableAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            return await studies.ViewsOf(db.Studies.Where(s => s.Id == found.Value.Id)).SingleAsync(cancellationToken);
        }
    }
}
