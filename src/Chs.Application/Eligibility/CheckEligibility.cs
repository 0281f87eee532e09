using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Eligibility;

/// <summary>
/// Judges a child that doesn't exist by a study's rules, or by rules that aren't saved yet. For who may read the study.
/// Changes nothing.
/// </summary>
/// <param name="Ages">Instead of the study's ages; null: those.</param>
/// <param name="CriteriaExpression">Instead of the study's expression; null: that.</param>
public sealed record CheckEligibility(
    Guid StudyId,
    HypotheticalChild Child,
    AgeRangeInput? Ages,
    string? CriteriaExpression
) : IQuery<EligibilityCheck>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<CheckEligibility>
    {
        public Validator()
        {
            RuleFor(x => x.Child).NotNull().SetValidator(new HypotheticalChild.Validator());
            RuleFor(x => x.CriteriaExpression).Custom(StudyInputValidator.CheckCriteria);
        }
    }

    internal sealed class Handler(
        StudyFinder studies,
        EligibilityReader reader,
        EligibilityViews views,
        SiteTimeZone zone,
        TimeProvider time
    ) : IRequestHandler<CheckEligibility, Outcome<EligibilityCheck>>
    {
        public async Task<Outcome<EligibilityCheck>> Handle(
            CheckEligibility request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var ages = request.Ages?.ApplyTo(study.Ages) ?? study.Ages;
            if (ages.Failed)
                return ages.Error;
            var criteria = request.CriteriaExpression?.Trim() ?? study.Details.CriteriaExpression;
            var rules = await reader.RulesOfAsync(study, ages.Value, criteria, cancellationToken);
            var today = zone.Today(time.GetUtcNow());
            var trace = rules.Judge(request.Child.ToFacts(), today, request.Child.ToParts());
            var view = await views.OfAsync(trace, isOwn: false, cancellationToken);
            return new EligibilityCheck(trace.Codes, view);
        }
    }
}

/// <summary>A child of whom only what rules ask for is said.</summary>
public sealed record HypotheticalChild
{
    /// <example>1200</example>
    public required int AgeInDays { get; init; }

    /// <example>female</example>
    public Gender Gender { get; init; } = Gender.NoAnswer;

    /// <summary>At birth. 0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null: not sure.</summary>
    /// <example>16</example>
    public int? GestationalAge { get; init; }

    /// <summary>Each one of those that <c>getSite</c> lists.</summary>
    /// <example>["multiple_birth"]</example>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Languages that the child hears, each one of those that <c>getSite</c> lists.</summary>
    /// <example>["en"]</example>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Studies in which the child has taken part, at most 100. Those that the rules don't name don't matter.</summary>
    public IReadOnlyList<Guid> TookPartIn { get; init; } = [];

    internal ChildFacts ToFacts() =>
        new(
            Gender,
            ChildFacts.WeeksOf(GestationalAge),
            AgeInDays,
            ChildTraits.Parse(Languages, ChildTraits.Languages) ?? 0,
            ChildTraits.Parse(Conditions, ChildTraits.Conditions) ?? 0
        );

    internal IReadOnlyList<PartTaken> ToParts() =>
        [.. TookPartIn.Select(study => new PartTaken(study, Guid.Empty, IsCounted: true, SessionProgress.Started))];

    internal sealed class Validator : AbstractValidator<HypotheticalChild>
    {
        /// <summary>More than anybody's.</summary>
        const int MaximumAge = 50_000;

        public Validator()
        {
            RuleFor(x => x.AgeInDays).InclusiveBetween(0, MaximumAge);
            RuleFor(x => x.Gender).IsInEnum();
            RuleFor(x => x.GestationalAge).InclusiveBetween(0, 17);
            RuleFor(x => x.Conditions).NotNull();
            RuleForEach(x => x.Conditions).MustBeCondition();
            RuleFor(x => x.Languages).NotNull();
            RuleForEach(x => x.Languages).MustBeLanguage();
            RuleFor(x => x.TookPartIn).NotNull().MustHoldAtMost(100);
        }
    }
}

/// <summary>Whether a child would be eligible, and why.</summary>
/// <param name="Codes"><c>Eligible</c>, or why the child isn't, as a session would store it.</param>
/// <param name="Trace">Clause by clause why the child would be eligible, or wouldn't.</param>
public sealed record EligibilityCheck(IReadOnlyList<string> Codes, EligibilityTraceView Trace);
