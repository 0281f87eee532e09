using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads a study. Needs the right to read its details.</summary>
public sealed record ReadStudy(Guid StudyId) : IQuery<StudyView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(ReadStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var draft = await db.DraftOfAsync(study, cancellationToken);
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }
    }
}
