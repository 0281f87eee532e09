using System.Text;
using Chs.Application.Eligibility;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Reads a response with all its data. Needs the right to read the study's data. Leaves an entry in the audit log.
/// </summary>
public sealed record ReadResponse(Guid StudyId, Guid ResponseId) : IQuery<ResponseView>, IAudited, IWithinScope
{
    string IAudited.AuditAction => "read response";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Handler(ResponseFinder finder, SessionViews views, EligibilityViews eligibility)
        : IRequestHandler<ReadResponse, Outcome<ResponseView>>
    {
        public async Task<Outcome<ResponseView>> Handle(ReadResponse request, CancellationToken cancellationToken)
        {
            var found = await finder.FindReadableAsync(request.StudyId, isPreview: null, cancellationToken);
            if (found.Failed)
                return found.Error;

            var (study, responses) = found.Value;
            var row = await finder
                .RowsOf(responses.Where(r => r.Uuid == request.ResponseId))
                .SingleOrDefaultAsync(cancellationToken);
            if (row is null)
                return Error.NotFound("response");

            var session = await views.ReadAsync(row.Key, cancellationToken);
            return new ResponseView
            {
                Summary = row.ToItem(study),
                EligibilityTrace = await eligibility.OfResponseAsync(row.Key, isOwn: false, cancellationToken),
                HasSurveyConsent = session.Header.SurveyConsent,
                RecordingMethod = session.Header.RecordingMethod,
                Sequence = session.ReadableSequence,
                Conditions = new RawJson(session.Header.Conditions),
                GlobalEventTimings = new RawJson(session.Header.GlobalEventTimings),
                Data = new RawJson(Encoding.UTF8.GetString(session.Data.Span)),
                Version = row.Version,
            };
        }
    }
}

/// <summary>A response with all its data.</summary>
public sealed record ResponseView : IVersioned
{
    public required ResponseListItem Summary { get; init; }

    /// <summary>
    /// Why the child was eligible, or not, when the session began; null in imported ones. It is never judged again, also
    /// when the child's data or the study's rules change.
    /// </summary>
    public required EligibilityTraceView? EligibilityTrace { get; init; }

    /// <summary>Whether the player sent that the family consented in a survey, instead of on camera.</summary>
    /// <example>false</example>
    public required bool HasSurveyConsent { get; init; }

    /// <summary>With what the player recorded, in its own words; null when it didn't say.</summary>
    /// <example>jspsych</example>
    public required string? RecordingMethod { get; init; }

    /// <example>["0-html-button-response"]</example>
    public required IReadOnlyList<string> Sequence { get; init; }

    /// <summary>The conditions as the player sent them.</summary>
    public required RawJson Conditions { get; init; }

    /// <summary>What happened outside of frames, such as pauses, as the player sent it.</summary>
    public required RawJson GlobalEventTimings { get; init; }

    /// <summary>A list of trials (jsPsych) or an object of frames (frameplayer), as the player sent them.</summary>
    public required RawJson Data { get; init; }

    /// <summary>Number of changes; also the ETag.</summary>
    public required int Version { get; init; }
}
