using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain.Builds;
using Chs.Domain.Studies;

namespace Chs.Application.Builds;

/// <summary>A build as researchers see it.</summary>
public sealed record BuildView : IVersioned
{
    public required Guid Id { get; init; }
    public required Reference Study { get; init; }
    public required BuildState State { get; init; }

    /// <summary>The stage that the build is in, or was in when it ended; null before it began.</summary>
    public required BuildStage? Stage { get; init; }

    /// <example>https://github.com/lookit/ember-lookit-frameplayer</example>
    public required string Repository { get; init; }

    /// <summary>The runner's commit, fixed when the build was requested.</summary>
    /// <example>3f786850e387550fdab836ed7e6dc881de23001b</example>
    public required string Commit { get; init; }

    /// <summary>How many attempts workers have made.</summary>
    public required int Attempt { get; init; }

    /// <summary>Machine-readable reason of the failure; null unless the build failed.</summary>
    /// <example>build.script_failed</example>
    public required string? FailureCode { get; init; }

    /// <summary>Why the build, or its last attempt, failed.</summary>
    public required string? FailureMessage { get; init; }

    /// <summary>
    /// Who requested the build; null: an account that was deleted. Those to whom only the preview is shared don't see it
    /// either.
    /// </summary>
    public required Reference? RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether families load this build.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>Whether the build's files have been removed because a newer build replaced them long ago.</summary>
    public required bool IsExpired { get; init; }

    /// <summary>Number of changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static BuildView Of(Build build, Study study, Reference? requestedBy) =>
        new()
        {
            Id = build.Uuid,
            Study = new Reference(study.Uuid, study.Details.Name),
            State = build.State,
            Stage = build.Stage,
            Repository = build.Repository,
            Commit = build.Commit,
            Attempt = build.Attempt,
            FailureCode = build.FailureCode,
            FailureMessage = build.FailureMessage,
            RequestedBy = requestedBy,
            RequestedAt = build.RequestedAt,
            StartedAt = build.StartedAt,
            EndedAt = build.EndedAt,
            IsCurrent = study.CurrentBuildId == build.Id,
            IsExpired = build.IsExpired,
            Version = build.Version,
        };
}
