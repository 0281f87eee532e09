using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>
/// Deletes the responses of a study's previews and its test participants. Videos are removed seven days later. Needs the
/// right to delete previews.
/// </summary>
public sealed record DeletePreviews(Guid StudyId) : ICommand<DeletedPreviews>
{
    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        PreviewRemoval previews,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<DeletePreviews, Outcome<DeletedPreviews>>
    {
        public async Task<Outcome<DeletedPreviews>> Handle(DeletePreviews request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.DeletePreviews, cancellationToken);
            if (found.Failed)
                return found.Error;

            var now = time.GetUtcNow();
            var deleted = await previews.RunAsync(found.Value, now, cancellationToken);
            var facts = $$"""{"responses":{{deleted.Responses}},"testParticipants":{{deleted.TestParticipants}}}""";
            db.Audit.Add(AuditEntry.Of(actor.Id, "delete previews", request.StudyId, facts, now));
            return deleted;
        }
    }
}

/// <summary>What was deleted.</summary>
/// <param name="Responses">Number of responses.</param>
/// <param name="TestParticipants">Number of test participants, also of those with whom nobody previewed.</param>
public sealed record DeletedPreviews(int Responses, int TestParticipants);
