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
        public async Task<Outcome<Page<StudyLogItem>>> Handle(ListStudyLog request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            // The comments of researchers and reviewers aren't shared with those who may only preview.
            if (!await access.CanWorkOnAsync(found.Value, cancellationToken))
                return Error.Forbidden;
            var entries = db.StudyLog.AsNoTracking().Where(e => e.StudyId == found.Value.Id);
            if (request.After is { } after)
                entries = entries.Where(e => e.Id < after.Key);
            var rows = await entries
                .OrderByDescending(e => e.Id)
                .Take(request.Limit + 1)
                .Select(e => new
                {
                    e.Id,
                    e.Action,
                    e.Extra,
                    e.CreatedAt,
                    By = db.Users.Where(u => u.Id == e.UserId).Select(u => (Guid?)u.Uuid).FirstOrDefault(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
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
public sealed record StudyLogItem(DateTimeOffset At, StudyLogAction Action, Guid? By, JsonElement Extra);
