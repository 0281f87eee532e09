using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>A study as its researchers see it.</summary>
public sealed record StudyView : IVersioned
{
    public required Guid Id { get; init; }
    public required StudyType Type { get; init; }
    public required StudyState State { get; init; }

    /// <summary>
    /// Steps of the workflow that the state allows and that you may take now; for the buttons of a front end. A step can
    /// still be impossible for another reason, such as a runner that isn't built: 409 says which.
    /// </summary>
    /// <example>["pause","deactivate","archive"]</example>
    public required IReadOnlyList<StudyTrigger> NextSteps { get; init; }

    public required DateTimeOffset? StateChangedAt { get; init; }

    /// <summary>Null only in imported studies.</summary>
    public required Reference? Lab { get; init; }

    /// <summary>Who created it; null: an account that was deleted.</summary>
    public required Reference? Creator { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required string PreviewSummary { get; init; }
    public required string ShortDescription { get; init; }
    public required string Purpose { get; init; }
    public required string Criteria { get; init; }

    /// <summary>Who may take part, as an expression that is evaluated for each child; empty: everybody.</summary>
    public required string CriteriaExpression { get; init; }

    public required string Compensation { get; init; }
    public required string Duration { get; init; }
    public required string ContactInfo { get; init; }
    public required string ExitUrl { get; init; }
    public required AgeRangeView Ages { get; init; }
    public required bool IsPublic { get; init; }
    public required bool IsPreviewShared { get; init; }

    /// <summary>The jsPsych experiment of the draft.</summary>
    public required string Experiment { get; init; }

    /// <summary>Frameplayer: the protocol of the draft, as JSON text.</summary>
    public required string Structure { get; init; }

    /// <summary>Frameplayer: the JavaScript that makes the protocol.</summary>
    public required string Generator { get; init; }

    /// <summary>Frameplayer: whether the generator makes the protocol.</summary>
    public required bool UsesGenerator { get; init; }

    /// <summary>Frameplayer: URL of the experiment runner's repository; empty: the site's default.</summary>
    public required string RunnerRepository { get; init; }

    /// <summary>Frameplayer: the experiment runner's commit; null: the newest at the next build.</summary>
    public required string? RunnerCommit { get; init; }

    /// <summary>Frameplayer: whether the draft's experiment runner is built, without which the study can't be activated.</summary>
    public required bool IsBuilt { get; init; }

    /// <summary>External: URL of the study.</summary>
    public required string ExternalUrl { get; init; }

    /// <summary>External: how families get there; null: not given, and for studies that run here.</summary>
    public required ExternalView? External { get; init; }

    /// <summary>For front ends that order a lab's studies by it, higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>Studies in all of which a child must have taken part.</summary>
    public required IReadOnlyList<Guid> MustHaveParticipated { get; init; }

    /// <summary>Studies in none of which a child may have taken part.</summary>
    public required IReadOnlyList<Guid> MustNotHaveParticipated { get; init; }

    /// <summary>Number of the ethics board's approval; empty: not given.</summary>
    public required string IrbNumber { get; init; }

    /// <summary>Last day of that approval; null: not given.</summary>
    /// <example>2027-06-30</example>
    public required DateOnly? IrbUntil { get; init; }

    /// <summary>Address of the picture below the site's own, such as <c>/media/…</c>; null: none.</summary>
    public required string? Image { get; init; }

    /// <summary>Comments of the last submitter or reviewer.</summary>
    public required string Comments { get; init; }

    /// <summary>Declarations of the last submission.</summary>
    public required JsonElement Declarations { get; init; }

    /// <summary>A sentence that says whether families find it in lists, and why not.</summary>
    /// <example>Hidden: families reach it by its link only, while it is active.</example>
    public required string Discoverability { get; init; }

    /// <summary>
    /// What you may not have expected of this change: it sent the study back for review (<c>sent_back</c>), it took a
    /// proposed draft out of the reviewers' queue (<c>left_review</c>), or the runner was saved without being looked up,
    /// because its host doesn't answer. Also, whenever the study is read: what contradicts itself in it
    /// (<c>contradiction</c>).
    /// </summary>
    public required IReadOnlyList<Fault> Warnings { get; init; }

    /// <summary>
    /// What is wrong with the draft's protocol. It can be saved so, but neither submitted nor proposed. What isn't in use
    /// isn't looked at: <c>usesGenerator</c> decides between generator and structure. At most 100.
    /// </summary>
    public required IReadOnlyList<ProtocolFinding> ProtocolFaults { get; init; }

    /// <summary>
    /// What may be a mistake in the draft's protocol, such as a plugin that the page doesn't load. Reviewers see it too.
    /// At most 100.
    /// </summary>
    public required IReadOnlyList<ProtocolFinding> ProtocolWarnings { get; init; }

    /// <summary>Number of the protocol that previews run.</summary>
    public required int DraftVersion { get; init; }

    /// <summary>Number of the protocol that families run; null before the first activation.</summary>
    public required int? LiveVersion { get; init; }

    /// <summary>Number of the protocol that was approved last; null: none yet.</summary>
    public required int? ApprovedVersion { get; init; }

    /// <summary>Number of the protocol that waits for review while families run another; null: none.</summary>
    public required int? ProposedVersion { get; init; }

    /// <summary>SHA-256 of the draft's protocol, for preregistrations.</summary>
    public required string DraftDigest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    /// <summary>The same with further warnings.</summary>
    internal StudyView WithWarnings(IEnumerable<Fault> more) => this with { Warnings = [.. Warnings, .. more] };

    static ExternalView? ExternalOf(Study study)
    {
        var arrangement = study.Details.External;
        var isGiven = study.Type is StudyType.External && arrangement != ExternalArrangement.None;
        return isGiven ? ExternalView.Of(arrangement) : null;
    }

    static string DiscoverabilityOf(Study study) =>
        (study.State, study.IsPublic) switch
        {
            _ when study.IsOfClosedDemo => "Hidden: it belongs to the demo, which this site doesn't show.",
            (StudyState.Active, true) => "Families find it in the list of studies.",
            (StudyState.Active, false) => "Hidden: families reach it by its link only.",
            (_, true) =>
                "Not active: nobody can take part. Once it is active, families find it in the list of studies.",
            (_, false) => "Not active: nobody can take part. Once it is active, families reach it by its link only.",
        };

    static IEnumerable<Fault> ContradictionsIn(IReadOnlyList<Guid> required, IReadOnlyList<Guid> excluded) =>
        from named in excluded.Index()
        where required.Contains(named.Item)
        select new Fault(
            $"/mustNotHaveParticipated/{named.Index}",
            "contradiction",
            $"A child must have taken part in study {named.Item}, and must not: no child can fulfil that."
        );

    [SuppressMessage(
        "Design",
        "MA0051",
        Justification = "One initializer for the members of the view; nothing to divide."
    )]
    internal static StudyView Of(
        Study study,
        ProtocolReport report,
        IReadOnlyList<StudyTrigger> nextSteps,
        Reference? lab,
        Reference? creator,
        IReadOnlyList<Guid> required,
        IReadOnlyList<Guid> excluded
    ) =>
        new()
        {
            Id = study.Uuid,
            Type = study.Type,
            State = study.State,
            NextSteps = nextSteps,
            StateChangedAt = study.StateChangedAt,
            Lab = lab,
            Creator = creator,
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
            Ages = AgeRangeView.Of(study.Ages),
            IsPublic = study.IsPublic,
            IsPreviewShared = study.IsPreviewShared,
            Experiment = study.Draft.Experiment,
            Structure = study.Draft.Structure,
            Generator = study.Draft.Generator,
            UsesGenerator = study.Draft.UseGenerator,
            RunnerRepository = study.Draft.RunnerRepository,
            RunnerCommit = study.Draft.RunnerCommit,
            IsBuilt = study.IsBuilt,
            ExternalUrl = study.Draft.ExternalUrl,
            External = ExternalOf(study),
            Priority = study.Priority,
            MustHaveParticipated = required,
            MustNotHaveParticipated = excluded,
            IrbNumber = study.Details.IrbNumber,
            IrbUntil = study.Details.IrbUntil,
            Image = study.Image is null ? null : Media.AddressOf(study.Image),
            Comments = study.Comments,
            Declarations = JsonDocument.Parse(study.Declarations).RootElement,
            Discoverability = DiscoverabilityOf(study),
            Warnings = [.. ContradictionsIn(required, excluded)],
            ProtocolFaults = report.Faults,
            ProtocolWarnings = report.Warnings,
            DraftVersion = study.DraftNumber,
            LiveVersion = study.LiveNumber,
            ApprovedVersion = study.ApprovedNumber,
            ProposedVersion = study.ProposedNumber,
            DraftDigest = study.Draft.Digest,
            CreatedAt = study.CreatedAt,
            ModifiedAt = study.ModifiedAt,
            Version = study.Version,
        };
}
