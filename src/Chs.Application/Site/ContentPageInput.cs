using Chs.Application.Rules;
using FluentValidation;

namespace Chs.Application.Site;

/// <summary>The editable members of a page of the site.</summary>
public sealed record ContentPageInput
{
    /// <summary>1…255 characters.</summary>
    /// <example>Privacy</example>
    public required string Title { get; init; }

    /// <summary>At most 200,000 characters. HTML in it is shown as text.</summary>
    /// <example>We keep what you send us **on our own servers**.</example>
    public required string Markdown { get; init; }

    /// <summary>Whether it is shown to everybody; otherwise to the staff only.</summary>
    public required bool IsPublished { get; init; }

    internal sealed class Validator : AbstractValidator<ContentPageInput>
    {
        public Validator()
        {
            RuleFor(x => x.Title).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Markdown).NotNull().MaximumLength(200_000).MustBeClean();
        }
    }
}
