using System.Linq.Expressions;
using Chs.Application.Rules;
using Chs.Domain.Builds;
using Chs.Domain.Eligibility;
using FluentValidation;
using FluentValidation.Results;

namespace Chs.Application.Studies;

sealed class StudyInputValidator : AbstractValidator<StudyInput>
{
    const int MaximumText = 20_000;
    const int MaximumScript = 2_000_000;
    const int MaximumStructure = 5_000_000;
    const int MaximumUrl = 2000;
    const int MaximumCriteria = 100;

    public StudyInputValidator()
    {
        AddDescriptionRules();
        AddUrlRules(x => x.ExitUrl);
        // Whether it runs is looked at when the study is submitted: unfinished code can be kept.
        AddTextRules(x => x.Experiment, MaximumScript);
        AddTextRules(x => x.Note, 1000);
        AddTextRules(x => x.Generator, MaximumScript);
        RuleFor(x => x.External!.Value!)
            .SetValidator(new ExternalInput.Validator())
            .When(x => x.External?.Value is not null)
            .OverridePropertyName(nameof(StudyInput.External));
        RuleFor(x => x.Priority).InclusiveBetween(1, 99);
        AddParticipationRules(x => x.MustHaveParticipated);
        AddParticipationRules(x => x.MustNotHaveParticipated);
        AddTextRules(x => x.IrbNumber, 255);
        AddUrlRules(x => x.ExternalUrl);
        AddRunnerRules();
        AddTextRules(x => x.Structure, MaximumStructure);
    }

    void AddDescriptionRules()
    {
        AddTextRules(x => x.Name, 255);
        RuleFor(x => x.Name).NotEmpty().When(x => x.Name is not null);
        AddTextRules(x => x.PreviewSummary, 300);
        AddTextRules(x => x.ShortDescription, MaximumText);
        AddTextRules(x => x.Purpose, MaximumText);
        AddTextRules(x => x.Criteria, MaximumText);
        RuleFor(x => x.CriteriaExpression).Custom(CheckCriteria);
        AddTextRules(x => x.Compensation, MaximumText);
        AddTextRules(x => x.Duration, MaximumText);
        AddTextRules(x => x.ContactInfo, MaximumText);
    }

    void AddRunnerRules()
    {
        RuleFor(x => x.RunnerCommit!.Value)
            .Must(commit => commit is null || ExperimentRunnerSource.IsCommit(commit))
            .When(x => x.RunnerCommit is not null)
            .WithErrorCode("not_a_commit")
            .WithMessage("Give the 40 lower-case hex digits of a commit, or null.")
            .OverridePropertyName(nameof(StudyInput.RunnerCommit));
        RuleFor(x => x.RunnerRepository).MaximumLength(500).Custom(CheckRepository);
    }

    void AddTextRules(Expression<Func<StudyInput, string?>> member, int maximumLength) =>
        RuleFor(member).MaximumLength(maximumLength).MustBeClean();

    void AddUrlRules(Expression<Func<StudyInput, string?>> member) =>
        RuleFor(member)
            .MaximumLength(MaximumUrl)
            .Must(TextRules.IsWebAddressOrEmpty)
            .WithErrorCode("not_a_url")
            .WithMessage("Give an http or https URL, without a user name or password in it.");

    void AddParticipationRules(Expression<Func<StudyInput, IReadOnlyList<Guid>?>> member) =>
        RuleFor(member)
            .Must(ids => ids is null || ids.Count <= MaximumCriteria)
            .WithErrorCode("too_many")
            .WithMessage("At most 100 studies.");

    internal static void CheckCriteria<T>(string? text, ValidationContext<T> context)
    {
        if (text is null || CriteriaExpression.Parse(text.Trim()).Error is not { } error)
            return;
        foreach (var fault in error.Faults)
            AddFailure(context, fault.Code, fault.Message);
    }

    static void CheckRepository(string? address, ValidationContext<StudyInput> context)
    {
        if (string.IsNullOrWhiteSpace(address))
            return;
        if (ExperimentRunnerSource.Parse(address.Trim()).Error is { Faults: [var fault, ..] })
            AddFailure(context, fault.Code, fault.Message);
    }

    static void AddFailure<T>(ValidationContext<T> context, string code, string message) =>
        context.AddFailure(new ValidationFailure(context.PropertyPath, message) { ErrorCode = code });
}
