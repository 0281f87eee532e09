using System.Globalization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Studies that wait for the site's reviewers, the longest waiting first.</summary>
public sealed record ListReviewQueue : PagedQuery, IQuery<Page<ReviewItem>>
{
    /// <summary>Words that must all be in the study's or the lab's name; case doesn't matter.</summary>
    public string? Match { get; init; }

    /// <summary>Only studies that are run so.</summary>
    public StudyType? Type { get; init; }

    /// <summary>Only studies that are, or aren't, in families' lists while they are active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>A part of the creator's name or e-mail address; case doesn't matter.</summary>
    public string? Creator { get; init; }

    /// <summary>The beginning of the study's id, such as <c>0193c2f0</c>.</summary>
    public string? IdBegins { get; init; }

    /// <summary>Only studies with this past.</summary>
    public ReviewPast? Past { get; init; }

    internal sealed class Validator : PagedValidator<ListReviewQueue>
    {
        public Validator()
        {
            RuleFor(q => q.Match).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(q => q.Creator).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(q => q.IdBegins)
                .Must(TextRules.IsIdPrefix)
                .WithErrorCode("not_an_id")
                .WithMessage("Give the beginning of a study's id.");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<ListReviewQueue, Outcome<Page<ReviewItem>>>
    {
        public async Task<Outcome<Page<ReviewItem>>> Handle(
            ListReviewQueue request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(StudyRight.Review))
                return Error.Forbidden;
            var rows = await Waiting(request)
                .OrderBy(r => r.Since)
                .ThenBy(r => r.Study.Id)
                .Take(request.Limit + 1)
                .Select(r => new
                {
                    r.Study.Id,
                    r.Study.Uuid,
                    r.Study.Details.Name,
                    r.Study.Type,
                    r.Since,
                    r.Study.Comments,
                    r.Study.Declarations,
                    r.Study.DraftNumber,
                    r.Study.ApprovedNumber,
                    IsBesideLive = r.Study.ProposedNumber != null,
                    Lab = db.Labs.Where(l => l.Id == r.Study.LabId).Select(l => l.Name).FirstOrDefault(),
                    Creator = db
                        .Users.Where(u => u.Id == r.Study.CreatorId)
                        .Select(u => u.GivenName + " " + u.FamilyName)
                        .FirstOrDefault(),
                    r.Submissions,
                    r.WasApproved,
                    r.WasRejected,
                })
                .ToListAsync(cancellationToken);
            var (now, changes) = (
                time.GetUtcNow(),
                await ChangesAsync([.. rows.Select(row => row.Id)], cancellationToken)
            );
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor(row.Since.UtcTicks.ToString(CultureInfo.InvariantCulture), row.Id),
                row => new ReviewItem
                {
                    StudyId = row.Uuid,
                    Name = row.Name,
                    Type = row.Type,
                    Lab = row.Lab,
                    Creator = row.Creator,
                    Since = row.Since,
                    Days = (int)(now - row.Since).TotalDays,
                    Submissions = row.Submissions,
                    Past =
                        row.WasApproved ? ReviewPast.PreviouslyApproved
                        : row.WasRejected ? ReviewPast.PreviouslyRejected
                        : row.Submissions <= 1 ? ReviewPast.FirstSubmission
                        : ReviewPast.Other,
                    Comments = row.Comments,
                    Declarations = System.Text.Json.JsonDocument.Parse(row.Declarations).RootElement,
                    DraftVersion = row.DraftNumber,
                    ApprovedVersion = row.ApprovedNumber,
                    IsBesideLive = row.IsBesideLive,
                    ChangedSinceApproval = changes.GetValueOrDefault(row.Id, []),
                }
            );
        }

        /// <summary>Compared by the database: protocols are megabytes, and only who opens one needs it.</summary>
        async Task<Dictionary<long, IReadOnlyList<string>>> ChangesAsync(
            long[] studies,
            CancellationToken cancellationToken
        )
        {
            var changes = await (
                from study in db.Studies
                where studies.Contains(study.Id)
                join draft in db.StudyVersions
                    on new { Study = study.Id, Number = study.DraftNumber } equals new
                    {
                        Study = draft.StudyId,
                        draft.Number,
                    }
                join approved in db.StudyVersions
                    on new { Study = study.Id, Number = study.ApprovedNumber ?? 0 } equals new
                    {
                        Study = approved.StudyId,
                        approved.Number,
                    }
                select new
                {
                    study.Id,
                    Structure = draft.Structure != approved.Structure,
                    Generator = draft.Generator != approved.Generator || draft.UseGenerator != approved.UseGenerator,
                    Experiment = draft.Experiment != approved.Experiment,
                    Address = draft.ExternalUrl != approved.ExternalUrl,
                    Runner = draft.RunnerRepository != approved.RunnerRepository
                        || draft.RunnerCommit != approved.RunnerCommit,
                }
            ).ToListAsync(cancellationToken);
            return changes.ToDictionary(
                c => c.Id,
                c =>
                    (IReadOnlyList<string>)
                        [
                            .. new (bool Is, string Part)[]
                            {
                                (c.Structure, "structure"),
                                (c.Generator, "generator"),
                                (c.Experiment, "experiment"),
                                (c.Address, "externalUrl"),
                                (c.Runner, "runner"),
                            }
                                .Where(part => part.Is)
                                .Select(part => part.Part),
                        ]
            );
        }

        IQueryable<Row> Waiting(ListReviewQueue request)
        {
            var waiting = db
                .Studies.AsNoTracking()
                .Where(s => s.State == StudyState.Submitted || s.ProposedNumber != null)
                .Select(s => new Row
                {
                    Study = s,
                    Since = (s.ProposedNumber != null ? s.ProposedAt : s.StateChangedAt) ?? s.CreatedAt,
                    Submissions = db.StudyLog.Count(e => e.StudyId == s.Id && e.Action == "submitted"),
                    WasApproved = db.StudyLog.Any(e => e.StudyId == s.Id && e.Action == "approved"),
                    WasRejected = db.StudyLog.Any(e => e.StudyId == s.Id && e.Action == "rejected"),
                });
            if (request.Type is { } type)
                waiting = waiting.Where(r => r.Study.Type == type);
            if (request.IsPublic is { } isPublic)
                waiting = waiting.Where(r => r.Study.IsPublic == isPublic);
            if (request.IdBegins?.ToLowerInvariant() is { Length: > 0 } id)
                waiting = waiting.Where(r => r.Study.Uuid.ToString().ToLower().StartsWith(id));
            foreach (var word in TextRules.SearchTerms(request.Creator))
                waiting = waiting.Where(r =>
                    db.Users.Any(u =>
                        u.Id == r.Study.CreatorId
                        && (
                            u.GivenName.ToLower().Contains(word)
                            || u.FamilyName.ToLower().Contains(word)
                            || u.Email.Contains(word)
                        )
                    )
                );
            foreach (var word in TextRules.SearchTerms(request.Match))
                waiting = waiting.Where(r =>
                    r.Study.Details.Name.ToLower().Contains(word)
                    || db.Labs.Any(l => l.Id == r.Study.LabId && l.Name.ToLower().Contains(word))
                );
            waiting = request.Past switch
            {
                ReviewPast.PreviouslyApproved => waiting.Where(r => r.WasApproved),
                ReviewPast.PreviouslyRejected => waiting.Where(r => r.WasRejected && !r.WasApproved),
                ReviewPast.FirstSubmission => waiting.Where(r =>
                    r.Submissions <= 1 && !r.WasApproved && !r.WasRejected
                ),
                ReviewPast.Other => waiting.Where(r => r.Submissions > 1 && !r.WasApproved && !r.WasRejected),
                _ => waiting,
            };
            if (
                request.After is not { } after
                || !long.TryParse(after.Text, CultureInfo.InvariantCulture, out var ticks)
                || ticks < 0
                || ticks > DateTimeOffset.MaxValue.UtcTicks
            )
                return waiting;
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            return waiting.Where(r => r.Since > at || (r.Since == at && r.Study.Id > after.Key));
        }

        sealed record Row
        {
            public required Study Study { get; init; }
            public required DateTimeOffset Since { get; init; }
            public required int Submissions { get; init; }
            public required bool WasApproved { get; init; }
            public required bool WasRejected { get; init; }
        }
    }
}

/// <summary>What became of a study in earlier reviews.</summary>
public enum ReviewPast
{
    /// <summary>It was never submitted before.</summary>
    FirstSubmission = 1,

    /// <summary>Changes were requested before, and it was never approved.</summary>
    PreviouslyRejected,

    /// <summary>It was approved before.</summary>
    PreviouslyApproved,

    /// <summary>Such as retracted by its researchers.</summary>
    Other,
}

/// <summary>A study that waits for review.</summary>
public sealed record ReviewItem
{
    public required Guid StudyId { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required StudyType Type { get; init; }

    /// <example>Sunshine Lab</example>
    public required string? Lab { get; init; }

    /// <example>Robin Researcher</example>
    public required string? Creator { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whole days that it waits.</summary>
    /// <example>3</example>
    public required int Days { get; init; }

    /// <summary>How often it was submitted, this time included.</summary>
    /// <example>2</example>
    public required int Submissions { get; init; }

    /// <summary>What became of it before.</summary>
    public required ReviewPast Past { get; init; }

    /// <summary>What the submitter said.</summary>
    public required string Comments { get; init; }

    /// <summary>What the submitter declared.</summary>
    public required System.Text.Json.JsonElement Declarations { get; init; }

    /// <summary>Number of the protocol that waits.</summary>
    public required int DraftVersion { get; init; }

    /// <summary>Number of the protocol that was approved last; null: none.</summary>
    public required int? ApprovedVersion { get; init; }

    /// <summary>Whether families run the approved protocol meanwhile: <c>judgeDraft</c> answers; otherwise <c>moveStudy</c>.</summary>
    public required bool IsBesideLive { get; init; }

    /// <summary>Parts of the protocol that differ from it: <c>compareStudyVersions</c> shows the lines.</summary>
    /// <example>["experiment"]</example>
    public required IReadOnlyList<string> ChangedSinceApproval { get; init; }
}
