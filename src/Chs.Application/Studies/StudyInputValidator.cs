using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain.Builds;
using FluentValidation;

namespace Chs.Application.Studies;

public sealed partial record StudyInput
{
    internal sealed class Validator : AbstractValidator<StudyInput>
    {
        public Validator()
        {
            RuleFor(x => x.Name).MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Name).NotEmpty().When(x => x.Name is not null);
            RuleFor(x => x.PreviewSummary).MaximumLength(300).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ShortDescription).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Purpose).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Criteria).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.CriteriaExpression)
                .Custom(
                    (text, context) =>
                    {
                        if (
                            text is not null
                            && Domain.Eligibility.CriteriaExpression.Parse(text.Trim()).Error is { } error
                        )
                            foreach (var fault in error.Faults)
                                context.AddFailure(
                                    new FluentValidation.Results.ValidationFailure(
                                        nameof(CriteriaExpression),
                                        fault.Message
                                    )
                                    {
                                        ErrorCode = fault.Code,
                                    }
                                );
                    }
                );
            RuleFor(x => x.Compensation).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Duration).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ContactInfo).MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ExitUrl)
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL.");
            RuleFor(x => x.Experiment)
                .MaximumLength(2_000_000)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid")
                .Custom((text, context) => CheckScript(text, nameof(Experiment), isModule: true, context));
            RuleFor(x => x.Note).MaximumLength(1000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Generator)
                .MaximumLength(2_000_000)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid")
                .Custom((text, context) => CheckScript(text, nameof(Generator), isModule: false, context));
            RuleFor(x => x.External!).SetValidator(new ExternalInput.Validator()).When(x => x.External is not null);
            RuleFor(x => x.Priority).InclusiveBetween(1, 99);
            RuleFor(x => x.MustHaveParticipated)
                .Must(ids => ids is null || ids.Count <= 100)
                .WithErrorCode("too_many")
                .WithMessage("At most 100 studies.");
            RuleFor(x => x.MustNotHaveParticipated)
                .Must(ids => ids is null || ids.Count <= 100)
                .WithErrorCode("too_many")
                .WithMessage("At most 100 studies.");
            RuleFor(x => x.IrbNumber).MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.IrbUntil)
                .Must(text => string.IsNullOrEmpty(text) || Day(text) is not null)
                .WithErrorCode("not_a_date")
                .WithMessage("Give a day as yyyy-mm-dd, or nothing.");
            RuleFor(x => x.ExternalUrl)
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL.");
            RuleFor(x => x.RunnerCommit)
                .Must(commit => commit is null or "" || ExperimentRunnerSource.IsCommit(commit))
                .WithErrorCode("not_a_commit")
                .WithMessage("Give the 40 lower-case hex digits of a commit.");
            RuleFor(x => x.RunnerRepository)
                .MaximumLength(500)
                .Custom(
                    (address, context) =>
                    {
                        if (
                            !string.IsNullOrWhiteSpace(address)
                            && ExperimentRunnerSource.Parse(address.Trim()).Error is { Faults: [var fault, ..] }
                        )
                            context.AddFailure(
                                new FluentValidation.Results.ValidationFailure(nameof(RunnerRepository), fault.Message)
                                {
                                    ErrorCode = fault.Code,
                                }
                            );
                    }
                );
            RuleFor(x => x.Structure)
                .MaximumLength(5_000_000)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid")
                .Custom(
                    (text, context) =>
                    {
                        if (text is not null && ProtocolText.StructureFault(text) is { } fault)
                            context.AddFailure(
                                new FluentValidation.Results.ValidationFailure(nameof(Structure), fault)
                                {
                                    ErrorCode = "not_a_protocol",
                                }
                            );
                    }
                );
        }

        static void CheckScript(string? text, string member, bool isModule, ValidationContext<StudyInput> context)
        {
            if (!string.IsNullOrEmpty(text) && ProtocolText.ScriptFault(text, isModule) is { } fault)
                context.AddFailure(
                    new FluentValidation.Results.ValidationFailure(member, fault) { ErrorCode = "not_a_script" }
                );
        }
    }
}
