using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Takes away a study's test participant. For whoever may preview the study.</summary>
/// <remarks>
/// Its previews stay until the study's previews are deleted, which takes a right of its own; its row goes with them.
/// </remarks>
public sealed record DeleteTestParticipant(Guid StudyId, Guid TestParticipantId) : ICommand
{
    internal sealed class Handler(IChsDb db, StudyFinder studies) : IRequestHandler<DeleteTestParticipant, Outcome>
    {
        public async Task<Outcome> Handle(DeleteTestParticipant request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value.Id;
            var participant = await db.Children.SingleOrDefaultAsync(
                c => c.Uuid == request.TestParticipantId && c.TestOfStudyId == study && !c.IsDeleted,
                cancellationToken
            );
            if (participant is null)
                return Error.NotFound("test_participant");
            participant.Delete();
            return Outcome.Ok;
        }
    }
}
