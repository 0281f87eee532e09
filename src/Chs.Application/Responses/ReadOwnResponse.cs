using System.Text;
using Chs.Application.Eligibility;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Reads a session of one of the actor's own children, with what was recorded and what researchers wrote.</summary>
public sealed record ReadOwnResponse(Guid ResponseId) : IQuery<OwnResponseView>, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, OwnResponses own, SessionViews views, EligibilityViews eligibility)
        : IRequestHandler<ReadOwnResponse, Outcome<OwnResponseView>>
    {
        public async Task<Outcome<OwnResponseView>> Handle(ReadOwnResponse request, CancellationToken cancellationToken)
        {
            var row = await own.RowsOf(own.All.Where(r => r.Uuid == request.ResponseId))
                .SingleOrDefaultAsync(cancellationToken);
            if (row is null)
                return Error.NotFound("response");
            var session = await views.ReadAsync(row.Key, cancellationToken);
            var feedback = await db
                .Feedback.Where(f => f.ResponseId == row.Key)
                .OrderByDescending(f => f.Id)
                .Select(f => new OwnResponseFeedback(f.Uuid, f.Comment, f.CreatedAt))
                .ToListAsync(cancellationToken);
            return new OwnResponseView
            {
                Summary = row.ToItem(),
                EligibilityTrace = await eligibility.OfResponseAsync(row.Key, isOwn: true, cancellationToken),
                Feedback = feedback,
                Sequence = session.ReadableSequence,
                Data = new RawJson(Encoding.UTF8.GetString(session.Data.Span)),
                Version = row.Version,
            };
        }
    }
}

/// <summary>A session of one of your children, with what was recorded.</summary>
public sealed record OwnResponseView : IVersioned
{
    public required OwnResponseListItem Summary { get; init; }

    /// <summary>Why the child was eligible, or not, when the session began; null where that isn't known.</summary>
    public required EligibilityTraceView? EligibilityTrace { get; init; }

    /// <summary>What researchers wrote to you about it, newest first.</summary>
    public required IReadOnlyList<OwnResponseFeedback> Feedback { get; init; }

    /// <summary>Names of the parts that were shown, in order.</summary>
    /// <example>["0-html-button-response"]</example>
    public required IReadOnlyList<string> Sequence { get; init; }

    /// <summary>A list of trials (jsPsych) or an object of frames (frameplayer), as the player sent them.</summary>
    public required RawJson Data { get; init; }

    /// <summary>Number of changes; also the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>A researcher's comment on a session.</summary>
/// <param name="Id">The comment.</param>
/// <param name="Comment">What it says, in plain text.</param>
/// <param name="CreatedAt">When it was written; null in imported ones, where it isn't known.</param>
public sealed record OwnResponseFeedback(Guid Id, string Comment, DateTimeOffset? CreatedAt);
