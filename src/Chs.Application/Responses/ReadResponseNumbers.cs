using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Counts the responses of a study under the filters of its list, previews apart. Needs a right to read the study's
/// responses or its previews. Those whose data nobody may read are counted, too, and nothing else is told of them.
/// </summary>
/// <remarks>Leaves an entry in the audit log when it asks for somebody's: it tells whether that child or parent took part.</remarks>
public sealed record ReadResponseNumbers(Guid StudyId, ResponseFilter Filter)
    : IQuery<ResponseNumbers>,
        IAudited,
        IWithinScope
{
    string IAudited.AuditAction => "read responses";

    IEnumerable<Guid?> IAudited.AuditSubjects => Filter.NamesSomebody ? [StudyId] : [];

    /// <remarks>The ids of families mean nothing outside of the study.</remarks>
    bool IShowsIdentities.ShowsIdentities => false;

    internal sealed class Handler(IChsDb db, ResponseFinder finder, AccessControl access)
        : IRequestHandler<ReadResponseNumbers, Outcome<ResponseNumbers>>
    {
        public async Task<Outcome<ResponseNumbers>> Handle(
            ReadResponseNumbers request,
            CancellationToken cancellationToken
        )
        {
            var filter = request.Filter;
            // Whether somebody has a session without a valid consent isn't told here: only who rules on consents may know.
            var found = filter.NamesSomebody
                ? await finder.FindReadableAsync(request.StudyId, filter.IsPreview, cancellationToken)
                : await finder.FindToCountAsync(request.StudyId, filter.IsPreview, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value.Study;
            var responses = await filter.ApplyAsync(db, found.Value, cancellationToken);
            var tallies = await ResponseTally.Of(responses).ToListAsync(cancellationToken);
            var showsReal =
                filter.IsPreview != true
                && await access.HasRightsAsync(StudyRight.ReadResponses, study, cancellationToken);
            var showsPreviews =
                filter.IsPreview != false
                && await access.HasRightsAsync(StudyRight.ReadPreviews, study, cancellationToken);
            int? participations =
                showsReal && !filter.NamesSomebody
                    ? await responses.CountAsync(Participation.Counts, cancellationToken)
                    : null;
            return new ResponseNumbers(
                showsReal ? CountsOf([.. tallies.Where(t => !t.IsPreview)], filter) : null,
                showsPreviews ? CountsOf([.. tallies.Where(t => t.IsPreview)], filter) : null,
                participations
            );
        }

        static ResponseCounts CountsOf(List<ResponseTally> tallies, ResponseFilter filter)
        {
            var readable = tallies.CountOf(t => t.IsReadable);
            if (filter.NamesSomebody)
                return new ResponseCounts(readable, null, null, null, null);
            return new ResponseCounts(
                readable,
                tallies.CountOf(t => t.HasConsent(Ruling.Pending)),
                tallies.CountOf(t => t.HasConsent(Ruling.Rejected)),
                tallies.CountOf(t => !t.HasPassedConsent && !t.IsOpen),
                tallies.CountOf(t => !t.HasPassedConsent && t.IsOpen)
            );
        }
    }
}

/// <summary>How many responses a study has.</summary>
/// <param name="Real">Families' sessions; null: not yours to read, or not asked for.</param>
/// <param name="Previews">Previews; null: not yours to read, or not asked for.</param>
/// <param name="Participations">
/// Families' sessions that count as participation: that hold a trial or have shown a frame, or are completed; of a study that
/// runs elsewhere all. Null as <c>real</c>, and when you ask for somebody's.
/// </param>
public sealed record ResponseNumbers(ResponseCounts? Real, ResponseCounts? Previews, int? Participations);

/// <summary>
/// Counts of responses, each of them in one count. All but the first are null when you ask for somebody's responses: these
/// numbers don't tell who has a session without a valid consent (with the right to rule on consents, <c>listResponses</c> does).
/// </summary>
/// <param name="Readable">Those whose data can be read: what <c>listResponses</c> lists and downloads hold.</param>
/// <param name="PendingConsents">Those whose consent isn't ruled on yet.</param>
/// <param name="RejectedConsents">Those whose consent was rejected.</param>
/// <param name="EndedBeforeConsent">Those that ended, completed or not, before the consent's end was reached.</param>
/// <param name="OpenBeforeConsent">
/// Those that may still reach it: a session stays open until it is completed, the child begins another, or four days have
/// passed.
/// </param>
public sealed record ResponseCounts(
    int Readable,
    int? PendingConsents,
    int? RejectedConsents,
    int? EndedBeforeConsent,
    int? OpenBeforeConsent
);
