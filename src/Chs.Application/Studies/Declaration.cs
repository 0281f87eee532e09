using Chs.Application.Rules;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>One declaration of a submission.</summary>
public sealed record Declaration
{
    /// <summary>Whether it applies to the study.</summary>
    public required bool Applies { get; init; }

    /// <summary>What reviewers should know; at most 5,000 characters.</summary>
    public string Details { get; init; } = "";

    internal sealed class Validator : AbstractValidator<Declaration>
    {
        public Validator() => RuleFor(x => x.Details).NotNull().MaximumLength(5000).MustBeClean();
    }
}
