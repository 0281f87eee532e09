using System.Text.Json;
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

/// <summary>Lists the steps in a study's life, newest first.</summary>
public sealed record ListStudyLog : PagedQuery, IQuery<Page<StudyLogItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyLog>;

    internal sealed class Handler(IChsDb db, StudyFinder studies, AccessControl access)
        : IRequestHandler<ListStudyLog, Outcome<Page<StudyLogItem>>>
    {
        static readonly Keyset<StudyLogEntry> NewestFirst = Keyset.ByKey<StudyLogEntry>(e => e.Id, isDescending: true);

        public async Task<Outcome<Page<StudyLogItem>>> Handle(ListStudyLog request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            // The comments of researchers and reviewers aren't shared with those who may only preview.
            if (!await access.CanWorkOnAsync(found.Value, cancellationToken))
                return Error.Forbidden with { Message = "A shared preview shows the study only. Ask its researchers." };
            var entries = db.StudyLog.AsNoTracking().Where(e => e.StudyId == found.Value.Id);
            var total = await entries.CountIfAskedAsync(request, cancellationToken);
            var rows = await (
                from e in NewestFirst.PageOf(entries, request)
                join u in db.Users on e.UserId equals (long?)u.Id into users
                from user in users.DefaultIfEmpty()
                select new
                {
                    e.Id,
                    e.Action,
                    e.Extra,
                    e.CreatedAt,
                    By = user == null ? null : Reference.OfAccount(user.Uuid, user.GivenName, user.FamilyName),
                }
            ).ToListAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor("", row.Id),
                row => new StudyLogItem(
                    row.CreatedAt,
                    StoredWords.Read(row.Action, StudyLogAction.Other),
                    row.By,
                    JsonDocument.Parse(row.Extra ?? "{}").RootElement
                )
            );
        }
    }
}

/// <summary>A step in a study's life.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Action">What happened.</param>
/// <param name="By">Who took it; null: CHS itself, or somebody whose account was deleted.</param>
/// <param name="Extra">Comments and declarations.</param>
public sealed record StudyLogItem(DateTimeOffset At, StudyLogAction Action, Reference? By, JsonElement Extra);
