using Chs.Application.Pipeline;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>A study as its researchers see it.</summary>
public sealed record StudyView : IVersioned
{
    public required Guid Id { get; init; }
    public required StudyType Type { get; init; }
    public required StudyState State { get; init; }

    /// <summary>Steps of the work flow that may follow: the buttons of a front end.</summary>
    public required IReadOnlyList<StudyTrigger> NextSteps { get; init; }

    public required DateTimeOffset? StateChangedAt { get; init; }

    /// <summary>Null only in imported studies.</summary>
    public required Guid? LabId { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required string PreviewSummary { get; init; }
    public required string ShortDescription { get; init; }
    public required string Purpose { get; init; }
    public required string Criteria { get; init; }

    /// <summary>Who may take part, for the program; empty: everybody.</summary>
    public required string CriteriaExpression { get; init; }

    public required string Compensation { get; init; }
    public required string Duration { get; init; }
    public required string ContactInfo { get; init; }
    public required string ExitUrl { get; init; }
    public required AgeRangeInput Ages { get; init; }
    public required bool IsPublic { get; init; }
    public required bool IsPreviewShared { get; init; }

    /// <summary>The jsPsych experiment of the draft.</summary>
    public required string Experiment { get; init; }

    /// <summary>Frameplayer: the protocol of the draft, as JSON text.</summary>
    public required string Structure { get; init; }

    /// <summary>Frameplayer: the JavaScript that makes the protocol.</summary>
    public required string Generator { get; init; }

    /// <summary>Frameplayer: whether the generator makes the protocol.</summary>
    public required bool UseGenerator { get; init; }

    /// <summary>Frameplayer: address of the runner's source; empty: the site's usual one.</summary>
    public required string RunnerRepository { get; init; }

    /// <summary>Frameplayer: the runner's commit; null: the newest at the next build.</summary>
    public required string? RunnerCommit { get; init; }

    /// <summary>Frameplayer: whether the runner that the draft names is built. A study that isn't can't be started.</summary>
    public required bool IsBuilt { get; init; }

    /// <summary>External: where the study lives.</summary>
    public required string ExternalUrl { get; init; }

    /// <summary>Number of the protocol that previews run.</summary>
    public required int DraftVersion { get; init; }

    /// <summary>Number of the protocol that families run; null before the first activation.</summary>
    public required int? LiveVersion { get; init; }

    /// <summary>Number of the protocol that reviewers approved last; null: none yet.</summary>
    public required int? ApprovedVersion { get; init; }

    /// <summary>SHA-256 of the draft's protocol, for preregistrations.</summary>
    public required string DraftDigest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static StudyView Of(Study study, StudyVersion draft, Guid? lab) => new()
    {
        Id = study.Uuid,
        Type = study.Type,
        State = study.State,
        NextSteps = [.. Workflow.From(study.State)],
        StateChangedAt = study.StateChangedAt,
        LabId = lab,
        Name = study.Details.Name,
        PreviewSummary = study.Details.PreviewSummary,
        ShortDescription = study.Details.ShortDescription,
        Purpose = study.Details.Purpose,
        Criteria = study.Details.Criteria,
        CriteriaExpression = study.Details.CriteriaExpression,
        Compensation = study.Details.Compensation,
        Duration = study.Details.Duration,
        ContactInfo = study.Details.ContactInfo,
        ExitUrl = study.Details.ExitUrl,
        Ages = AgeRangeInput.Of(study.Ages),
        IsPublic = study.IsPublic,
        IsPreviewShared = study.IsPreviewShared,
        Experiment = draft.Experiment,
        Structure = draft.Structure,
        Generator = draft.Generator,
        UseGenerator = draft.UseGenerator,
        RunnerRepository = draft.RunnerRepository,
        RunnerCommit = draft.RunnerCommit,
        IsBuilt = study.IsBuilt,
        ExternalUrl = draft.ExternalUrl,
        DraftVersion = study.DraftNumber,
        LiveVersion = study.LiveNumber,
        ApprovedVersion = study.ApprovedNumber,
        DraftDigest = draft.Digest,
        CreatedAt = study.CreatedAt,
        ModifiedAt = study.ModifiedAt,
        Version = study.Version,
    };
}
