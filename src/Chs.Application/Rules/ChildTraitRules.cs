using Chs.Domain.Accounts;
using FluentValidation;

namespace Chs.Application.Rules;

/// <summary>Rules for codes of what families state about children.</summary>
static class ChildTraitRules
{
    extension<T>(IRuleBuilder<T, string> code)
    {
        public IRuleBuilderOptions<T, string> MustBeCondition() =>
            code.Must(c => ChildTraits.Conditions.Contains(c))
                .WithErrorCode("unknown_value")
                .WithMessage($"There is no such condition; there are {string.Join(", ", ChildTraits.Conditions)}.");

        public IRuleBuilderOptions<T, string> MustBeLanguage() =>
            code.Must(c => ChildTraits.Languages.Contains(c))
                .WithErrorCode("unknown_value")
                .WithMessage("There is no such language; getSite lists them.");
    }

    extension<T>(IRuleBuilder<T, string?> choice)
    {
        /// <summary>Refuses a choice that isn't among those offered; none is one.</summary>
        public IRuleBuilderOptions<T, string?> MustBeOneOf(IReadOnlyList<string> offered) =>
            choice
                .MaximumLength(offered.Max(code => code.Length))
                .Must(value => value is null || offered.Contains(value))
                .WithErrorCode("unknown_value")
                .WithMessage("This isn't one of the choices; getSite lists them.");
    }
}
