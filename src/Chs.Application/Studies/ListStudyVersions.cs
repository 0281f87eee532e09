using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists the versions of a study's protocol, newest first. Each save of the protocol adds one; none is ever changed.</summary>
public sealed record ListStudyVersions : PagedQuery, IQuery<Page<StudyVersionItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyVersions>;

    internal sealed class Handler(IChsDb db, StudyFinder studies)
        : IRequestHandler<ListStudyVersions, Outcome<Page<StudyVersionItem>>>
    {
        public async Task<Outcome<Page<StudyVersionItem>>> Handle(
            ListStudyVersions request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var versions = db.StudyVersions.AsNoTracking().Where(v => v.StudyId == study.Id);
            if (request.After is { } after)
                versions = versions.Where(v => v.Number < after.Key);
            var rows = await versions
                .OrderByDescending(v => v.Number)
                .Take(request.Limit + 1)
                .Select(v => new
                {
                    v.Number,
                    v.Digest,
                    v.Note,
                    v.CreatedAt,
                    Author = db.Users.Where(u => u.Id == v.AuthorId).Select(u => (Guid?)u.Uuid).FirstOrDefault(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.Number),
                row => new StudyVersionItem(
                    row.Number,
                    row.Digest,
                    row.Note,
                    row.Author,
                    row.CreatedAt,
                    row.Number == study.DraftNumber,
                    row.Number == study.LiveNumber,
                    row.Number == study.ApprovedNumber
                )
            );
        }
    }
}

/// <summary>A version of a protocol.</summary>
/// <param name="Number">1, 2, 3 … within the study.</param>
/// <param name="Digest">SHA-256 of the whole protocol, for preregistrations.</param>
/// <param name="Note">The author's note.</param>
/// <param name="Author">Who saved it; null in imported studies.</param>
/// <param name="CreatedAt">When it was saved.</param>
/// <param name="IsDraft">Whether previews run it.</param>
/// <param name="IsLive">Whether families run it, or ran it last.</param>
/// <param name="IsApproved">Whether it was approved last.</param>
public sealed record StudyVersionItem(
    int Number,
    string Digest,
    string Note,
    Guid? Author,
    DateTimeOffset CreatedAt,
    bool IsDraft,
    bool IsLive,
    bool IsApproved
);
