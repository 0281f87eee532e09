using System.Globalization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Studies whose details the actor may read, archived ones excepted; by name, unless asked otherwise.</summary>
public sealed record ListStudies : PagedQuery, IQuery<Page<StudyListItem>>, IWithinScope
{
    /// <summary>Only studies that stand here.</summary>
    public StudyState? State { get; init; }

    /// <summary>Words that must all be in the name or the short description; case doesn't matter, such as <c>faces</c>.</summary>
    public string? Match { get; init; }

    /// <summary>Only studies that you made.</summary>
    public bool Mine { get; init; }

    /// <summary>Only studies that are run so.</summary>
    public StudyType? Type { get; init; }

    /// <summary>Only studies of this lab.</summary>
    public Guid? LabId { get; init; }

    /// <summary>Only studies that are, or aren't, in families' lists while they are active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>A part of the creator's name or, for site reviewers, e-mail address; case doesn't matter.</summary>
    public string? Creator { get; init; }

    /// <summary>The beginning of the study's id, such as <c>0193c2f0</c>.</summary>
    public string? IdBegins { get; init; }

    /// <summary>In which order.</summary>
    public StudyOrder Sort { get; init; } = StudyOrder.Name;

    internal sealed class Validator : PagedValidator<ListStudies>
    {
        public Validator()
        {
            RuleFor(q => q.Match).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(q => q.Creator).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(q => q.IdBegins)
                .Must(TextRules.IsIdPrefix)
                .WithErrorCode("not_an_id")
                .WithMessage("Give the beginning of a study's id.");
            RuleFor(q => q.Sort).IsInEnum();
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListStudies, Outcome<Page<StudyListItem>>>
    {
        public async Task<Outcome<Page<StudyListItem>>> Handle(ListStudies request, CancellationToken cancellationToken)
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var studies = Filtered(
                request,
                db.Studies.AsNoTracking()
                    .Where(await access.VisibleStudiesAsync(cancellationToken))
                    .Where(s => s.State != StudyState.Archived),
                access.Actor
            );
            var rows = await Ordered(studies, request.Sort, request.After)
                .Take(request.Limit + 1)
                .Select(s => new
                {
                    s.Id,
                    s.ModifiedAt,
                    s.Image,
                    Item = new StudyListItem
                    {
                        Id = s.Uuid,
                        Name = s.Details.Name,
                        Type = s.Type,
                        State = s.State,
                        Since = s.StateChangedAt,
                        IsPublic = s.IsPublic,
                        Lab = db.Labs.Where(l => l.Id == s.LabId).Select(l => l.Name).FirstOrDefault(),
                        Creator = db
                            .Users.Where(u => u.Id == s.CreatorId)
                            .Select(u => u.GivenName + " " + u.FamilyName)
                            .FirstOrDefault(),
                        CreatedAt = s.CreatedAt,
                    },
                })
                .ToListAsync(cancellationToken);

            long[] keys = [.. rows.Select(row => row.Id)];
            var (numbers, dates) = (
                await NumbersAsync(keys, cancellationToken),
                await DatesAsync(keys, cancellationToken)
            );
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor(
                    request.Sort is StudyOrder.Name or StudyOrder.NameDescending
                        ? row.Item.Name
                        : row.ModifiedAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
                    row.Id
                ),
                row =>
                    row.Item with
                    {
                        Image = row.Image is null ? null : Site.Media.AddressOf(row.Image),
                        Numbers = numbers.GetValueOrDefault(row.Id, StudyNumbers.None),
                        FirstActivatedAt = dates.GetValueOrDefault(row.Id).First,
                        LastActivatedAt = dates.GetValueOrDefault(row.Id).Last,
                        DeactivatedAt = dates.GetValueOrDefault(row.Id).End,
                    }
            );
        }

        IQueryable<Study> Filtered(ListStudies request, IQueryable<Study> studies, Actor actor)
        {
            if (request.State is { } state)
                studies = studies.Where(s => s.State == state);
            if (request.Type is { } type)
                studies = studies.Where(s => s.Type == type);
            if (request.IsPublic is { } isPublic)
                studies = studies.Where(s => s.IsPublic == isPublic);
            if (request.LabId is { } lab)
                studies = studies.Where(s => db.Labs.Any(l => l.Id == s.LabId && l.Uuid == lab));
            if (request.Mine)
                studies = studies.Where(s => s.CreatorId == actor.Key);
            if (request.IdBegins?.ToLowerInvariant() is { Length: > 0 } id)
                studies = studies.Where(s => s.Uuid.ToString().ToLower().StartsWith(id));
            foreach (var word in TextRules.SearchTerms(request.Match))
                studies = studies.Where(s =>
                    s.Details.Name.ToLower().Contains(word) || s.Details.ShortDescription.ToLower().Contains(word)
                );
            var byEmail = actor.Rights.Has(StudyRight.Review);
            foreach (var word in TextRules.SearchTerms(request.Creator))
                studies = studies.Where(s =>
                    db.Users.Any(u =>
                        u.Id == s.CreatorId
                        && (
                            u.GivenName.ToLower().Contains(word)
                            || u.FamilyName.ToLower().Contains(word)
                            || (byEmail && u.Email.Contains(word))
                        )
                    )
                );
            return studies;
        }

        static IQueryable<Study> Ordered(IQueryable<Study> studies, StudyOrder order, Cursor? after)
        {
            var (text, key) = (after?.Text ?? "", after?.Key ?? 0);
            // A cursor of another order leads nowhere sensible, but does no harm.
            var at =
                long.TryParse(text, CultureInfo.InvariantCulture, out var ticks)
                && ticks >= 0
                && ticks <= DateTimeOffset.MaxValue.UtcTicks
                    ? new DateTimeOffset(ticks, TimeSpan.Zero)
                    : default;
            return order switch
            {
                StudyOrder.NameDescending => (
                    after is null
                        ? studies
                        : studies.Where(s =>
                            string.Compare(s.Details.Name, text) < 0 || (s.Details.Name == text && s.Id < key)
                        )
                )
                    .OrderByDescending(s => s.Details.Name)
                    .ThenByDescending(s => s.Id),
                StudyOrder.Created => (after is null ? studies : studies.Where(s => s.Id > key)).OrderBy(s => s.Id),
                StudyOrder.CreatedDescending => (
                    after is null ? studies : studies.Where(s => s.Id < key)
                ).OrderByDescending(s => s.Id),
                StudyOrder.Modified => (
                    after is null
                        ? studies
                        : studies.Where(s => s.ModifiedAt > at || (s.ModifiedAt == at && s.Id > key))
                )
                    .OrderBy(s => s.ModifiedAt)
                    .ThenBy(s => s.Id),
                StudyOrder.ModifiedDescending => (
                    after is null
                        ? studies
                        : studies.Where(s => s.ModifiedAt < at || (s.ModifiedAt == at && s.Id < key))
                )
                    .OrderByDescending(s => s.ModifiedAt)
                    .ThenByDescending(s => s.Id),
                _ => (
                    after is null
                        ? studies
                        : studies.Where(s =>
                            string.Compare(s.Details.Name, text) > 0 || (s.Details.Name == text && s.Id > key)
                        )
                )
                    .OrderBy(s => s.Details.Name)
                    .ThenBy(s => s.Id),
            };
        }

        /// <summary>Counted by the database from an index: no response is loaded.</summary>
        async Task<Dictionary<long, StudyNumbers>> NumbersAsync(long[] studies, CancellationToken cancellationToken) =>
            await db
                .Responses.Where(r => studies.Contains(r.StudyId) && !r.IsPreview && r.CompletedConsentFrame)
                .GroupBy(r => r.StudyId)
                .Select(g => new
                {
                    Study = g.Key,
                    Completed = g.Count(r => r.Completed),
                    Incomplete = g.Count(r => !r.Completed),
                    Valid = g.Count(r => r.Ruling == Ruling.Accepted),
                    Pending = g.Count(r => r.Ruling == Ruling.Pending),
                })
                .ToDictionaryAsync(
                    row => row.Study,
                    row => new StudyNumbers(row.Completed, row.Incomplete, row.Valid, row.Pending),
                    cancellationToken
                );

        async Task<Dictionary<long, (DateTimeOffset? First, DateTimeOffset? Last, DateTimeOffset? End)>> DatesAsync(
            long[] studies,
            CancellationToken cancellationToken
        ) => (
                await db
                    .StudyLog.Where(e =>
                        studies.Contains(e.StudyId) && (e.Action == "active" || e.Action == "deactivated")
                    )
                    .Select(e => new
                    {
                        e.StudyId,
                        e.Action,
                        e.CreatedAt,
                    })
                    .ToListAsync(cancellationToken)
            ).GroupBy(e => e.StudyId).ToDictionary(g => g.Key, g => (g.Where(e => e.Action == "active").Select(e => (DateTimeOffset?)e.CreatedAt).Min(), g.Where(e => e.Action == "active").Select(e => (DateTimeOffset?)e.CreatedAt).Max(), g.Where(e => e.Action == "deactivated").Select(e => (DateTimeOffset?)e.CreatedAt).Max()));
    }
}

/// <summary>In which order studies are listed.</summary>
public enum StudyOrder
{
    Name = 1,
    NameDescending,
    Created,
    CreatedDescending,
    Modified,
    ModifiedDescending,
}

/// <summary>A study in a researcher's list.</summary>
public sealed record StudyListItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required StudyType Type { get; init; }
    public required StudyState State { get; init; }

    /// <summary>Since when it stands there.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Whether families find it in lists while it is active.</summary>
    public required bool IsPublic { get; init; }

    /// <example>Sunshine Lab</example>
    public required string? Lab { get; init; }

    /// <example>Robin Researcher</example>
    public required string? Creator { get; init; }

    /// <summary>Path of the picture on this host; null: none.</summary>
    public string? Image { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When families could first take part; null: not yet.</summary>
    public DateTimeOffset? FirstActivatedAt { get; init; }

    /// <summary>When it was started last; null: never.</summary>
    public DateTimeOffset? LastActivatedAt { get; init; }

    /// <summary>When it was deactivated last; null: never.</summary>
    public DateTimeOffset? DeactivatedAt { get; init; }

    public StudyNumbers Numbers { get; init; } = StudyNumbers.None;
}

/// <summary>Sessions with a completed consent frame; previews don't count.</summary>
/// <param name="Completed">Finished ones.</param>
/// <param name="Incomplete">Others.</param>
/// <param name="ValidConsents">Whose consent was accepted.</param>
/// <param name="PendingConsents">Whose consent waits for a ruling.</param>
public sealed record StudyNumbers(int Completed, int Incomplete, int ValidConsents, int PendingConsents)
{
    internal static readonly StudyNumbers None = new(0, 0, 0, 0);
}
