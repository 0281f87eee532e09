using System.Text.Json;
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

/// <summary>Lists the studies that wait for the site's reviewers, the longest waiting first.</summary>
public sealed record ListReviewQueue : PagedQuery, IQuery<Page<ReviewItem>>
{
    /// <summary>Words that must all be in the study's or the lab's name; case doesn't matter.</summary>
    public string? Match { get; init; }

    /// <summary>Only studies of this type.</summary>
    public StudyType? Type { get; init; }

    /// <summary>Only studies that are, or aren't, in families' lists while they are active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>A part of the creator's name or e-mail address; case doesn't matter.</summary>
    public string? CreatorName { get; init; }

    /// <summary>The beginning of the study's id, such as <c>0193c2f0</c>.</summary>
    public string? IdBegins { get; init; }

    /// <summary>Only studies with this review history.</summary>
    public ReviewPast? Past { get; init; }

    internal override bool Takes(Cursor after) => Handler.TakesCursor(after);

    internal sealed class Validator : PagedValidator<ListReviewQueue>
    {
        public Validator()
        {
            RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
            RuleFor(q => q.CreatorName).MaximumLength(200).MustBeClean();
            RuleFor(q => q.IdBegins)
                .Must(TextRules.IsIdPrefix)
                .WithErrorCode("not_an_id")
                .WithMessage("Give the beginning of a study's id.");
        }
    }

    internal sealed class Handler(IChsDb db, StudyFilters filters, Actor actor, TimeProvider time)
        : IRequestHandler<ListReviewQueue, Outcome<Page<ReviewItem>>>
    {
        static readonly string Submitted = StudyLogEntry.ActionOf(StudyState.Submitted);
        static readonly string Approved = StudyLogEntry.ActionOf(StudyState.Approved);
        static readonly string Rejected = StudyLogEntry.ActionOf(StudyState.Rejected);
        static readonly string SentBack = StudyLogEntry.ActionOf(StudyState.SentBack);

        static readonly Keyset<WaitingStudy> LongestFirst = Keyset.By<WaitingStudy>(w => w.Since, w => w.Study.Id);

        public static bool TakesCursor(Cursor after) => LongestFirst.Takes(after);

        public async Task<Outcome<Page<ReviewItem>>> Handle(
            ListReviewQueue request,
            CancellationToken cancellationToken
        )
        {
            if (!actor.Rights.Has(StudyRight.Review))
                return Error.Forbidden;

            var waiting = WithPast(request.Past, Waiting(request));
            var total = await waiting.CountIfAskedAsync(request, cancellationToken);
            var rows = await Project(LongestFirst.PageOf(waiting, request)).ToListAsync(cancellationToken);
            var changedParts = await ChangedPartsAsync([.. rows.Select(row => row.Key)], cancellationToken);
            var now = time.GetUtcNow();
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor(InstantCursor.Format(row.Since), row.Key),
                row => row.ToItem(now, changedParts.GetValueOrDefault(row.Key, []))
            );
        }

        IQueryable<WaitingStudy> Waiting(ListReviewQueue request)
        {
            var studies = db
                .Studies.AsNoTracking()
                .Where(s => s.State == StudyState.Submitted || s.ProposedNumber != null);
            studies = StudyFilters.WithIdPrefix(studies, request.IdBegins);
            studies = filters.WithCreator(studies, request.CreatorName, byEmail: true);
            if (request.Type is { } type)
                studies = studies.Where(s => s.Type == type);
            if (request.IsPublic is { } isPublic)
                studies = studies.Where(s => s.IsPublic == isPublic);
            foreach (var term in TextRules.SearchTerms(request.Match))
                studies = studies.Where(s =>
                    s.Details.Name.ToLower().Contains(term)
                    || db.Labs.Any(l => l.Id == s.LabId && l.Name.ToLower().Contains(term))
                );
            return studies.Select(s => new WaitingStudy
            {
                Study = s,
                Since = (s.ProposedNumber != null ? s.ProposedAt : s.StateChangedAt) ?? s.CreatedAt,
                Submissions = db.StudyLog.Count(e => e.StudyId == s.Id && e.Action == Submitted),
                WasApproved = db.StudyLog.Any(e => e.StudyId == s.Id && e.Action == Approved),
                WasRejected = db.StudyLog.Any(e => e.StudyId == s.Id && e.Action == Rejected),
                // Since its last approval.
                WasSentBack =
                    db.StudyLog.Where(e => e.StudyId == s.Id && (e.Action == SentBack || e.Action == Approved))
                        .OrderByDescending(e => e.Id)
                        .Select(e => e.Action)
                        .FirstOrDefault() == SentBack,
            });
        }

        /// <summary>The same cases as <see cref="Row.Past"/>, for the database.</summary>
        static IQueryable<WaitingStudy> WithPast(ReviewPast? past, IQueryable<WaitingStudy> waiting) =>
            past switch
            {
                ReviewPast.SentBack => waiting.Where(w => w.WasSentBack),
                ReviewPast.PreviouslyApproved => waiting.Where(w => w.WasApproved && !w.WasSentBack),
                ReviewPast.PreviouslyRejected => waiting.Where(w => w.WasRejected && !w.WasApproved && !w.WasSentBack),
                ReviewPast.FirstSubmission => waiting.Where(w =>
                    w.Submissions <= 1 && !w.WasApproved && !w.WasRejected && !w.WasSentBack
                ),
                ReviewPast.Other => waiting.Where(w =>
                    w.Submissions > 1 && !w.WasApproved && !w.WasRejected && !w.WasSentBack
                ),
                _ => waiting,
            };

        IQueryable<Row> Project(IQueryable<WaitingStudy> waiting) =>
            from w in waiting
            join l in db.Labs on w.Study.LabId equals (long?)l.Id into labs
            from lab in labs.DefaultIfEmpty()
            join u in db.Users on w.Study.CreatorId equals (long?)u.Id into users
            from creator in users.DefaultIfEmpty()
            select new Row
            {
                Key = w.Study.Id,
                Id = w.Study.Uuid,
                Name = w.Study.Details.Name,
                Type = w.Study.Type,
                Since = w.Since,
                Comments = w.Study.Comments,
                Declarations = w.Study.Declarations,
                DraftNumber = w.Study.DraftNumber,
                ApprovedNumber = w.Study.ApprovedNumber,
                IsBesideLive = w.Study.ProposedNumber != null,
                Lab = lab == null ? null : new Reference(lab.Uuid, lab.Name),
                Creator =
                    creator == null ? null : Reference.OfAccount(creator.Uuid, creator.GivenName, creator.FamilyName),
                Submissions = w.Submissions,
                WasApproved = w.WasApproved,
                WasRejected = w.WasRejected,
                WasSentBack = w.WasSentBack,
            };

        /// <summary>The parts of each draft that differ from the approved version.</summary>
        /// <remarks>The database compares them: protocols may have megabytes.</remarks>
        async Task<Dictionary<long, List<string>>> ChangedPartsAsync(
            long[] studies,
            CancellationToken cancellationToken
        )
        {
            var differences = await (
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
                select new Differences
                {
                    StudyKey = study.Id,
                    Structure = draft.Structure != approved.Structure,
                    Generator = draft.Generator != approved.Generator || draft.UseGenerator != approved.UseGenerator,
                    Experiment = draft.Experiment != approved.Experiment,
                    ExternalUrl = draft.ExternalUrl != approved.ExternalUrl,
                    Runner =
                        draft.RunnerRepository != approved.RunnerRepository
                        || draft.RunnerCommit != approved.RunnerCommit,
                }
            ).ToListAsync(cancellationToken);
            return differences.ToDictionary(d => d.StudyKey, d => d.ToPartNames());
        }

        sealed record WaitingStudy
        {
            public required Study Study { get; init; }
            public required DateTimeOffset Since { get; init; }
            public required int Submissions { get; init; }
            public required bool WasApproved { get; init; }
            public required bool WasRejected { get; init; }
            public required bool WasSentBack { get; init; }
        }

        sealed record Row
        {
            public required long Key { get; init; }
            public required Guid Id { get; init; }
            public required string Name { get; init; }
            public required StudyType Type { get; init; }
            public required DateTimeOffset Since { get; init; }
            public required string Comments { get; init; }
            public required string Declarations { get; init; }
            public required int DraftNumber { get; init; }
            public required int? ApprovedNumber { get; init; }
            public required bool IsBesideLive { get; init; }
            public required Reference? Lab { get; init; }
            public required Reference? Creator { get; init; }
            public required int Submissions { get; init; }
            public required bool WasApproved { get; init; }
            public required bool WasRejected { get; init; }
            public required bool WasSentBack { get; init; }

            public ReviewPast Past
            {
                get
                {
                    if (WasSentBack)
                        return ReviewPast.SentBack;
                    if (WasApproved)
                        return ReviewPast.PreviouslyApproved;
                    if (WasRejected)
                        return ReviewPast.PreviouslyRejected;
                    return Submissions <= 1 ? ReviewPast.FirstSubmission : ReviewPast.Other;
                }
            }

            public ReviewItem ToItem(DateTimeOffset now, List<string> changedParts) =>
                new()
                {
                    Id = Id,
                    Name = Name,
                    Type = Type,
                    Lab = Lab,
                    Creator = Creator,
                    WaitingSince = Since,
                    Days = (int)(now - Since).TotalDays,
                    Submissions = Submissions,
                    Past = Past,
                    Comments = Comments,
                    Declarations = JsonDocument.Parse(Declarations).RootElement,
                    DraftVersion = DraftNumber,
                    ApprovedVersion = ApprovedNumber,
                    IsBesideLive = IsBesideLive,
                    ChangedSinceApproval = changedParts,
                };
        }

        sealed record Differences
        {
            public required long StudyKey { get; init; }
            public required bool Structure { get; init; }
            public required bool Generator { get; init; }
            public required bool Experiment { get; init; }
            public required bool ExternalUrl { get; init; }
            public required bool Runner { get; init; }

            public List<string> ToPartNames()
            {
                List<string> parts = [];
                if (Structure)
                    parts.Add("structure");
                if (Generator)
                    parts.Add("generator");
                if (Experiment)
                    parts.Add("experiment");
                if (ExternalUrl)
                    parts.Add("externalUrl");
                if (Runner)
                    parts.Add("runner");
                return parts;
            }
        }
    }
}

/// <summary>A study that waits for review.</summary>
public sealed record ReviewItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required StudyType Type { get; init; }

    /// <summary>Null only in imported studies.</summary>
    public required Reference? Lab { get; init; }

    /// <summary>Who created it; null: an account that was deleted.</summary>
    public required Reference? Creator { get; init; }

    /// <summary>When it was submitted or proposed.</summary>
    public required DateTimeOffset WaitingSince { get; init; }

    /// <summary>Whole days since then.</summary>
    /// <example>3</example>
    public required int Days { get; init; }

    /// <summary>How often it was submitted, this time included.</summary>
    /// <example>2</example>
    public required int Submissions { get; init; }

    /// <summary>The result of earlier reviews.</summary>
    public required ReviewPast Past { get; init; }

    /// <summary>The submitter's comments.</summary>
    public required string Comments { get; init; }

    /// <summary>The submitter's declarations.</summary>
    public required JsonElement Declarations { get; init; }

    /// <summary>Number of the protocol to be reviewed.</summary>
    public required int DraftVersion { get; init; }

    /// <summary>Number of the protocol that was approved last; null: none.</summary>
    public required int? ApprovedVersion { get; init; }

    /// <summary>Whether families run the approved protocol meanwhile: then answer by <c>judgeDraft</c>, else by <c>moveStudy</c>.</summary>
    public required bool IsBesideLive { get; init; }

    /// <summary>Parts of the protocol that differ from the approved version; <c>compareStudyVersions</c> shows the lines.</summary>
    /// <example>["experiment"]</example>
    public required IReadOnlyList<string> ChangedSinceApproval { get; init; }
}
