using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Videos;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Videos;

/// <summary>
/// Lists the videos that recorders have registered for a response, in the order of their registration. Needs the right to
/// read the response's data; whoever may only rule on its consent sees the videos that show it, and so does everybody when
/// the family has withdrawn the others. Leaves an entry in the audit log.
/// </summary>
public sealed record ListVideos : PagedQuery, IQuery<Page<VideoListItem>>, IAudited, IWithinScope
{
    public required Guid StudyId { get; init; }
    public required Guid ResponseId { get; init; }

    string IAudited.AuditAction => "read videos";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Validator : PagedValidator<ListVideos>;

    internal sealed class Handler(IChsDb db, ResponseFinder finder)
        : IRequestHandler<ListVideos, Outcome<Page<VideoListItem>>>
    {
        static readonly Keyset<Video> InOrder = Keyset.ByKey<Video>(v => v.Id, isDescending: false);

        public async Task<Outcome<Page<VideoListItem>>> Handle(ListVideos request, CancellationToken cancellationToken)
        {
            var found = await finder.FindShownAsync(request.StudyId, request.ResponseId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var response = found.Value;
            var isWhole = response.IsReadable && !await IsWithdrawnAsync(response.Key, cancellationToken);
            var videos = db
                .Videos.AsNoTracking()
                .Where(v => v.ResponseId == response.Key && (isWhole || v.IsConsentFootage));
            var total = await videos.CountIfAskedAsync(request, cancellationToken);
            var rows = await InOrder
                .PageOf(videos, request)
                .Select(v => new
                {
                    v.Id,
                    Item = new VideoListItem
                    {
                        Id = v.Uuid,
                        FrameId = v.FrameId,
                        FullName = v.FullName,
                        RecordedAt = v.RecordedAt,
                        IsConsentFootage = v.IsConsentFootage,
                        CreatedAt = v.CreatedAt,
                    },
                })
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Id), row => row.Item);
        }

        /// <summary>
        /// Asked at each reading: a video can be there although the family has withdrawn it, an imported one for example.
        /// </summary>
        async Task<bool> IsWithdrawnAsync(long response, CancellationToken cancellationToken)
        {
            var answers = await db
                .Responses.Where(r => r.Id == response)
                .Select(r => r.ExitAnswers)
                .SingleOrDefaultAsync(cancellationToken);
            return ExitAnswers.Of(answers).Withdrawn;
        }
    }
}

/// <summary>A video that a recorder has registered for a response.</summary>
public sealed record VideoListItem
{
    public required Guid Id { get; init; }

    /// <summary>Frame of the frameplayer, or <c>index-type</c> of the jsPsych trial.</summary>
    /// <example>1-video-consent</example>
    public required string FrameId { get; init; }

    /// <summary>Key of the object that holds the video.</summary>
    public required string FullName { get; init; }

    /// <summary>When it was recorded, or when its upload ended, depending on the recorder.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether the video shows the consent.</summary>
    public required bool IsConsentFootage { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
