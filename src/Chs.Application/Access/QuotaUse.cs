namespace Chs.Application.Access;

/// <summary>What was taken of a quota in its present window.</summary>
/// <remarks>Changed in single statements, so that requests at the same time count each other: see the quotas' port.</remarks>
public sealed class QuotaUse
{
    QuotaUse() { }

    /// <summary>The quota's <see cref="Quota.Digest"/>.</summary>
    public string Digest { get; private init; } = "";

    /// <summary>How often something has happened.</summary>
    public int Taken { get; private init; }

    /// <summary>When the window ends, and everything may happen anew.</summary>
    public DateTimeOffset EndsAt { get; private init; }
}
