using System.Globalization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists the versions of a study's protocol, newest first. Each save of the protocol adds one; none is ever changed.</summary>
public sealed record ListStudyVersions : PagedQuery, IQuery<Page<StudyVersionItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal override bool Takes(Cursor after) => Handler.NewestFirst.Takes(after);

    internal sealed class Validator : PagedValidator<ListStudyVersions>;

    internal sealed class Handler(IChsDb db, StudyFinder studies, AccessControl access)
        : IRequestHandler<ListStudyVersions, Outcome<Page<StudyVersionItem>>>
    {
        internal static readonly Keyset<StudyVersion> NewestFirst = Keyset.By<StudyVersion>(
            v => v.Number,
            v => v.Id,
            isDescending: true
        );

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
            var total = await versions.CountIfAskedAsync(request, cancellationToken);
            var rows = await (
                from v in NewestFirst.PageOf(versions, request)
                join u in db.Users on v.AuthorId equals (long?)u.Id into users
                from user in users.DefaultIfEmpty()
                select new
                {
                    v.Id,
                    v.Number,
                    v.Digest,
                    v.Note,
                    v.CreatedAt,
                    Author = user == null ? null : Reference.OfAccount(user.Uuid, user.GivenName, user.FamilyName),
                }
            ).ToListAsync(cancellationToken);
            // A shared preview doesn't show who works on the study.
            var showsAuthors = await access.CanWorkOnAsync(study, cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor(row.Number.ToString(CultureInfo.InvariantCulture), row.Id),
                row => new StudyVersionItem(
                    row.Number,
                    row.Digest,
                    row.Note,
                    showsAuthors ? row.Author : null,
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
/// <param name="Author">Who saved it; null in imported studies, and for those to whom only the preview is shared.</param>
/// <param name="CreatedAt">When it was saved.</param>
/// <param name="IsDraft">Whether previews run it.</param>
/// <param name="IsLive">Whether families run it, or ran it last.</param>
/// <param name="IsApproved">Whether it was approved last.</param>
public sealed record StudyVersionItem(
    int Number,
    string Digest,
    string Note,
    Reference? Author,
    DateTimeOffset CreatedAt,
    bool IsDraft,
    bool IsLive,
    bool IsApproved
);
