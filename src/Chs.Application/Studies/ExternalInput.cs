using System.Diagnostics.CodeAnalysis;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>How families get to an external study. In an update, absent members stay as they are.</summary>
public sealed record ExternalInput
{
    /// <summary>Families make an appointment; otherwise they take part whenever they like.</summary>
    [DisallowNull]
    public bool? IsScheduled { get; init; }

    /// <summary>How appointments are made; null: not given.</summary>
    /// <example>calendly</example>
    public Optional<SchedulingTool?>? Scheduling { get; init; }

    /// <summary>The tool's name when scheduling is <c>other</c>; at most 255 characters.</summary>
    [DisallowNull]
    public string? OtherScheduling { get; init; }

    /// <summary>Where the study runs; null: not given.</summary>
    /// <example>qualtrics</example>
    public Optional<StudyPlatform?>? Platform { get; init; }

    /// <summary>The platform's name when it is <c>other</c>; at most 255 characters.</summary>
    [DisallowNull]
    public string? OtherPlatform { get; init; }

    /// <summary>The arrangement after the change.</summary>
    internal ExternalArrangement ApplyTo(ExternalArrangement current) =>
        new(
            IsScheduled ?? current.IsScheduled,
            Scheduling is null ? current.Scheduling : ArrangementNames.Of(Scheduling.Value),
            Platform is null ? current.Platform : ArrangementNames.Of(Platform.Value),
            OtherScheduling ?? current.OtherScheduling,
            OtherPlatform ?? current.OtherPlatform
        );

    internal sealed class Validator : AbstractValidator<ExternalInput>
    {
        public Validator()
        {
            RuleFor(x => x.Scheduling!.Value)
                .IsInEnum()
                .When(x => x.Scheduling is not null)
                .OverridePropertyName(nameof(Scheduling));
            RuleFor(x => x.Platform!.Value)
                .IsInEnum()
                .When(x => x.Platform is not null)
                .OverridePropertyName(nameof(Platform));
            RuleFor(x => x.OtherScheduling).MaximumLength(255).MustBeClean();
            RuleFor(x => x.OtherPlatform).MaximumLength(255).MustBeClean();
        }
    }
}
