using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists the studies whose details the actor may read, without archived ones.</summary>
public sealed record ListStudies : PagedQuery, IQuery<Page<StudyListItem>>, IWithinScope
{
    /// <summary>Only these studies, at most 100.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Only studies in this state.</summary>
    public StudyState? State { get; init; }

    /// <summary>Words that must all be in the name or the short description; case doesn't matter, such as <c>faces</c>.</summary>
    public string? Match { get; init; }

    /// <summary>Only studies that you created.</summary>
    public bool IsMine { get; init; }

    /// <summary>Only studies of this type.</summary>
    public StudyType? Type { get; init; }

    /// <summary>Only studies of this lab.</summary>
    public Guid? LabId { get; init; }

    /// <summary>Only studies that are, or aren't, in families' lists while they are active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>A part of the creator's name or, for site reviewers, e-mail address; case doesn't matter.</summary>
    public string? CreatorName { get; init; }

    /// <summary>The beginning of the study's id, such as <c>0193c2f0</c>.</summary>
    public string? IdBegins { get; init; }

    /// <summary>How the list is sorted.</summary>
    public StudyOrder Sort { get; init; } = StudyOrder.Name;

    internal override bool Takes(Cursor after) => StudySorting.Takes(Sort, after);

    internal sealed class Validator : PagedValidator<ListStudies>
    {
        public Validator()
        {
            RuleFor(q => q.Ids).MustHoldAtMost(Page.MaximumLimit);
            RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
            RuleFor(q => q.CreatorName).MaximumLength(200).MustBeClean();
            RuleFor(q => q.IdBegins)
                .Must(TextRules.IsIdPrefix)
                .WithErrorCode("not_an_id")
                .WithMessage("Give the beginning of a study's id.");
            RuleFor(q => q.Sort).IsInEnum();
        }
    }

    internal sealed class Handler(IChsDb db, StudyFilters filters, AccessControl access, Actor actor)
        : IRequestHandler<ListStudies, Outcome<Page<StudyListItem>>>
    {
        public async Task<Outcome<Page<StudyListItem>>> Handle(ListStudies request, CancellationToken cancellationToken)
        {
            var visible = db
                .Studies.AsNoTracking()
                .Where(await access.VisibleStudiesAsync(cancellationToken))
                .Where(s => s.State != StudyState.Archived);
            var matching = Filter(visible, request);
            var total = await matching.CountIfAskedAsync(request, cancellationToken);
            var page = StudySorting.KeysetOf(request.Sort).PageOf(matching, request);
            var rows = await Project(page).ToListAsync(cancellationToken);

            long[] keys = [.. rows.Select(row => row.Key)];
            var numbers = await CountResponsesAsync(rows, cancellationToken);
            var errors = await CountBrowserErrorsAsync(keys, cancellationToken);
            var dates = await LoadActivationDatesAsync(keys, cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => StudySorting.CursorAfter(request.Sort, row.Item.Name, row.Item.ModifiedAt, row.Key),
                row =>
                    row.ToItem(
                        (numbers.GetValueOrDefault(row.Key) ?? StudyNumbers.None) with
                        {
                            BrowserErrorCount = errors.GetValueOrDefault(row.Key),
                        },
                        dates.GetValueOrDefault(row.Key)
                    )
            );
        }

        IQueryable<Study> Filter(IQueryable<Study> studies, ListStudies request)
        {
            if (request.Ids is { Count: > 0 } ids)
                studies = studies.Where(s => ids.Contains(s.Uuid));
            studies = StudyFilters.WithIdPrefix(studies, request.IdBegins);
            studies = filters.WithCreator(studies, request.CreatorName, byEmail: actor.Rights.Has(StudyRight.Review));
            if (request.State is { } state)
                studies = studies.Where(s => s.State == state);
            if (request.Type is { } type)
                studies = studies.Where(s => s.Type == type);
            if (request.IsPublic is { } isPublic)
                studies = studies.Where(s => s.IsPublic == isPublic);
            if (request.LabId is { } lab)
                studies = studies.Where(s => db.Labs.Any(l => l.Id == s.LabId && l.Uuid == lab));
            if (request.IsMine)
                studies = studies.Where(s => s.CreatorId == actor.Key);
            foreach (var term in TextRules.SearchTerms(request.Match))
                studies = studies.Where(s =>
                    s.Details.Name.ToLower().Contains(term) || s.Details.ShortDescription.ToLower().Contains(term)
                );
            return studies;
        }

        IQueryable<Row> Project(IQueryable<Study> studies) =>
            from s in studies
            join l in db.Labs on s.LabId equals (long?)l.Id into labs
            from lab in labs.DefaultIfEmpty()
            join u in db.Users on s.CreatorId equals (long?)u.Id into users
            from creator in users.DefaultIfEmpty()
            select new Row
            {
                Key = s.Id,
                Item = new StudyListItem
                {
                    Id = s.Uuid,
                    Name = s.Details.Name,
                    Type = s.Type,
                    State = s.State,
                    StateChangedAt = s.StateChangedAt,
                    IsPublic = s.IsPublic,
                    Lab = lab == null ? null : new Reference(lab.Uuid, lab.Name),
                    Creator =
                        creator == null
                            ? null
                            : Reference.OfAccount(creator.Uuid, creator.GivenName, creator.FamilyName),
                    CreatedAt = s.CreatedAt,
                    ModifiedAt = s.ModifiedAt,
                    Image = s.Image == null ? null : Media.AddressOf(s.Image),
                    FirstActivatedAt = null,
                    LastActivatedAt = null,
                    DeactivatedAt = null,
                    Numbers = new StudyNumbers(0, 0, 0, 0, 0, 0, 0),
                },
            };

        async Task<Dictionary<long, StudyNumbers>> CountResponsesAsync(
            List<Row> rows,
            CancellationToken cancellationToken
        )
        {
            var types = rows.ToDictionary(row => row.Key, row => row.Item.Type);
            long[] keys = [.. types.Keys];
            var real = db.Responses.Where(r => keys.Contains(r.StudyId) && !r.IsPreview);
            var tallies = await ResponseTally.Of(real).ToListAsync(cancellationToken);
            return tallies
                .Where(tally => tally.Type == types[tally.StudyKey])
                .GroupBy(tally => tally.StudyKey)
                .ToDictionary(study => study.Key, study => StudyNumbers.Of([.. study]));
        }

        async Task<Dictionary<long, int>> CountBrowserErrorsAsync(
            long[] studies,
            CancellationToken cancellationToken
        ) =>
            await (
                from error in db.BrowserErrors
                where studies.Contains(error.StudyId)
                join response in db.Responses on error.ResponseId equals response.Id
                where !response.IsPreview
                group error by error.StudyId
            )
                .Select(g => new { Study = g.Key, Count = g.Count() })
                .ToDictionaryAsync(row => row.Study, row => row.Count, cancellationToken);

        async Task<Dictionary<long, ActivationDates>> LoadActivationDatesAsync(
            long[] studies,
            CancellationToken cancellationToken
        )
        {
            var entries = await db
                .StudyLog.Where(e => studies.Contains(e.StudyId))
                .Where(e => e.Action == ActivationDates.Activation || e.Action == ActivationDates.Deactivation)
                .Select(e => new LogEntry(e.StudyId, e.Action, e.CreatedAt))
                .ToListAsync(cancellationToken);
            return entries.GroupBy(e => e.StudyKey).ToDictionary(group => group.Key, ActivationDates.Of);
        }

        sealed record Row
        {
            public required long Key { get; init; }
            public required StudyListItem Item { get; init; }

            public StudyListItem ToItem(StudyNumbers numbers, ActivationDates? dates) =>
                Item with
                {
                    Numbers = numbers,
                    FirstActivatedAt = dates?.First,
                    LastActivatedAt = dates?.Last,
                    DeactivatedAt = dates?.Deactivated,
                };
        }

        sealed record LogEntry(long StudyKey, string Action, DateTimeOffset At);

        sealed record ActivationDates(DateTimeOffset? First, DateTimeOffset? Last, DateTimeOffset? Deactivated)
        {
            public static readonly string Activation = StudyLogEntry.ActionOf(StudyState.Active);
            public static readonly string Deactivation = StudyLogEntry.ActionOf(StudyState.Deactivated);

            public static ActivationDates Of(IEnumerable<LogEntry> entries)
            {
                var byAction = entries.ToLookup(e => e.Action, e => (DateTimeOffset?)e.At);
                return new ActivationDates(
                    byAction[Activation].Min(),
                    byAction[Activation].Max(),
                    byAction[Deactivation].Max()
                );
            }
        }
    }
}

/// <summary>A study in a researcher's list.</summary>
public sealed record StudyListItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required StudyType Type { get; init; }
    public required StudyState State { get; init; }

    /// <summary>When it came into this state.</summary>
    public required DateTimeOffset? StateChangedAt { get; init; }

    /// <summary>Whether families find it in lists while it is active.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Null only in imported studies.</summary>
    public required Reference? Lab { get; init; }

    /// <summary>Who created it; null: an account that was deleted.</summary>
    public required Reference? Creator { get; init; }

    /// <summary>Address of the picture below the site's own, such as <c>/media/…</c>; null: none.</summary>
    public required string? Image { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>When it was activated for the first time; null: never.</summary>
    public required DateTimeOffset? FirstActivatedAt { get; init; }

    /// <summary>When it was activated for the last time; null: never.</summary>
    public required DateTimeOffset? LastActivatedAt { get; init; }

    /// <summary>When it was deactivated for the last time; null: never.</summary>
    public required DateTimeOffset? DeactivatedAt { get; init; }

    public required StudyNumbers Numbers { get; init; }
}

/// <summary>
/// Counts of families' sessions; previews don't count. Studies that run elsewhere record no consents: all their sessions are
/// in <c>completed</c> and <c>incomplete</c>.
/// </summary>
/// <param name="Completed">Completed sessions whose consent frame was completed, however the consent was ruled on.</param>
/// <param name="Incomplete">Other sessions whose consent frame was completed.</param>
/// <param name="ValidConsents">Sessions whose consent was accepted: <c>listResponses</c> lists them.</param>
/// <param name="PendingConsents">Sessions whose consent isn't ruled on yet.</param>
/// <param name="RejectedConsents">Sessions whose consent was rejected.</param>
/// <param name="EndedBeforeConsent">Sessions that ended before their consent frame was completed.</param>
/// <param name="BrowserErrorCount">
/// Errors that browsers met, also in responses whose consent frame wasn't completed: the error may be the reason.
/// </param>
public sealed record StudyNumbers(
    int Completed,
    int Incomplete,
    int ValidConsents,
    int PendingConsents,
    int RejectedConsents,
    int EndedBeforeConsent,
    int BrowserErrorCount
)
{
    internal static readonly StudyNumbers None = new(0, 0, 0, 0, 0, 0, 0);

    internal static StudyNumbers Of(IReadOnlyCollection<ResponseTally> tallies) =>
        new(
            Completed: tallies.CountOf(t => t.HasPassedConsent && t.IsCompleted),
            Incomplete: tallies.CountOf(t => t.HasPassedConsent && !t.IsCompleted),
            ValidConsents: tallies.CountOf(t => t.HasConsent(Ruling.Accepted)),
            PendingConsents: tallies.CountOf(t => t.HasConsent(Ruling.Pending)),
            RejectedConsents: tallies.CountOf(t => t.HasConsent(Ruling.Rejected)),
            EndedBeforeConsent: tallies.CountOf(t => !t.HasPassedConsent && !t.IsOpen),
            BrowserErrorCount: 0
        );
}
