using Chs.Application.Pipeline;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>A build as researchers see it.</summary>
public sealed record BuildView : IVersioned
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required BuildState State { get; init; }

    /// <summary>What is done at the moment, or was when it ended; null before it began.</summary>
    public required BuildStage? Stage { get; init; }

    /// <example>https://github.com/lookit/ember-lookit-frameplayer</example>
    public required string Repository { get; init; }

    /// <summary>The runner's commit, fixed when the build was asked for.</summary>
    /// <example>3f786850e387550fdab836ed7e6dc881de23001b</example>
    public required string Commit { get; init; }

    /// <summary>How often workers took it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Why it failed, for programs; null: it didn't.</summary>
    /// <example>build.script_failed</example>
    public required string? FailureCode { get; init; }

    /// <summary>Why it failed, or why the last attempt did.</summary>
    public required string? FailureMessage { get; init; }

    /// <summary>Who asked for it.</summary>
    public required Guid? RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether families load it now.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>Whether its files were removed, because newer ones took their place long ago.</summary>
    public required bool IsExpired { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static BuildView Of(Build build, Guid? requestedBy, bool isCurrent) =>
        new()
        {
            Id = build.Uuid,
            StudyId = build.StudyUuid,
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
            IsCurrent = isCurrent,
            IsExpired = build.IsExpired,
            Version = build.Version,
        };
}

/// <summary>Something that happened in a build.</summary>
/// <param name="Number">0, 1, 2 … within the build, without gaps.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The line; or the name of the state or stage.</param>
/// <param name="At">When.</param>
public sealed record BuildEventView(int Number, BuildEventKind Kind, string Text, DateTimeOffset At);

/// <summary>A file of a build.</summary>
/// <param name="Path">Below the study's address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="ContentType">As it is served.</param>
public sealed record BuildFileView(string Path, long Size, string Sha256, string ContentType);
