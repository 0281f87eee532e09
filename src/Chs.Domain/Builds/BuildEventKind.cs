namespace Chs.Domain.Builds;

/// <summary>What a <see cref="BuildEvent"/> reports.</summary>
public enum BuildEventKind
{
    /// <summary>The build's state changed; the text is the new one.</summary>
    State = 1,

    /// <summary>A stage began; the text is its name.</summary>
    Stage,

    /// <summary>A message of the worker.</summary>
    Note,

    /// <summary>A line that the runner's own scripts wrote to standard output.</summary>
    Output,

    /// <summary>A line that the runner's own scripts wrote to standard error.</summary>
    Error,
}
