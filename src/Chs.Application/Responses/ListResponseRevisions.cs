using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Lists which of a session's data the player has replaced, and when, newest first, without the data. Needs the right to
/// read the response.
/// </summary>
public sealed record ListResponseRevisions : PagedQuery, IQuery<Page<RevisionListItem>>, IAudited, IWithinScope
{
    public required Guid StudyId { get; init; }

    public required Guid ResponseId { get; init; }

    string IAudited.AuditAction => "read response";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    /// <remarks>It says when the player replaced which values, and none of them.</remarks>
    bool IShowsIdentities.ShowsIdentities => false;

    internal sealed class Validator : PagedValidator<ListResponseRevisions>;

    internal sealed class Handler(ResponseFinder finder, IChsDb db)
        : IRequestHandler<ListResponseRevisions, Outcome<Page<RevisionListItem>>>
    {
        static readonly Keyset<ResponseRevision> NewestFirst = Keyset.ByKey<ResponseRevision>(
            r => r.Id,
            isDescending: true
        );

        public async Task<Outcome<Page<RevisionListItem>>> Handle(
            ListResponseRevisions request,
            CancellationToken cancellationToken
        )
        {
            var found = await finder.FindReadableKeyAsync(request.StudyId, request.ResponseId, cancellationToken);
            if (found.Failed)
                return found.Error;

            var response = found.Value;
            var revisions = db.ResponseRevisions.AsNoTracking().Where(r => r.ResponseId == response);
            var total = await revisions.CountIfAskedAsync(request, cancellationToken);
            var rows = await NewestFirst
                .PageOf(revisions, request)
                .Select(r => new
                {
                    Key = r.Id,
                    Item = new RevisionListItem
                    {
                        Id = r.Uuid,
                        Part = r.Part,
                        Entry = r.Ordinal,
                        FrameId = r.Key,
                        Label = r.Label,
                        Bytes = r.Bytes,
                        ReceivedAt = r.ReceivedAt,
                        ReplacedAt = r.ReplacedAt,
                    },
                })
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Key), row => row.Item.Readable());
        }
    }
}

/// <summary>An earlier value of a session's data, without the value.</summary>
public record RevisionListItem
{
    public required Guid Id { get; init; }

    /// <summary>What was replaced. Parts other than entries are kept once somebody has ruled on the consent.</summary>
    public required RevisedPart Part { get; init; }

    /// <summary>Place of the trial or frame in the session's data, from 0; null for other parts.</summary>
    /// <example>3</example>
    public required int? Entry { get; init; }

    /// <summary>Null for trials and other parts.</summary>
    /// <example>2-test-trial</example>
    public required string? FrameId { get; init; }

    /// <summary>The trial's item of the sequence; null for frames and other parts.</summary>
    /// <example>3-html-button-response</example>
    public required string? Label { get; init; }

    /// <summary>Size of the value.</summary>
    /// <example>512</example>
    public required int Bytes { get; init; }

    /// <summary>When the value arrived; null where that isn't known.</summary>
    public required DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>
    /// When another value took its place. The same as <c>receivedAt</c> where the value arrived after a newer one, and so
    /// never took its place.
    /// </summary>
    public required DateTimeOffset ReplacedAt { get; init; }
}

static class RevisionTexts
{
    /// <summary>The item without characters in its frame's id that other programs stumble over.</summary>
    public static T Readable<T>(this T item)
        where T : RevisionListItem => item with { FrameId = item.FrameId is { } id ? OddCharacters.Replace(id) : null };
}
