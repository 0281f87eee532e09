using System.Text.Json.Serialization;
using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>Why a request was refused (RFC 9457).</summary>
public sealed record V3Problem
{
    /// <summary>Address on this host of a text about the kind of problem; ends in the code.</summary>
    /// <example>/errors/study.not_found</example>
    public required string Type { get; init; }

    /// <example>Not found</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>404</example>
    public required int Status { get; init; }

    /// <summary>What is wrong, for people. The text may change; programs should look at the code.</summary>
    /// <example>There is no such study, or it isn't yours to see.</example>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    /// <example>/api/v3/studies/0193c2f0-0000-7000-8000-000000000000</example>
    public required string Instance { get; init; }

    /// <summary>What is wrong, for programs. A code never changes its meaning.</summary>
    /// <example>study.not_found</example>
    public required string Code { get; init; }

    /// <summary>Identifies the request in the server's logs; give it when you ask for help.</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    public required string TraceId { get; init; }

    /// <summary>For <c>version.stale</c>: the current version, also in the header ETag. Read it, and decide again.</summary>
    /// <example>4</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CurrentVersion { get; init; }

    /// <summary>
    /// For <c>request.invalid</c> and wrong passwords and codes: all faults at once. For <c>study.protocol_faulty</c>: the
    /// faults of the study's protocol, with pointers into the study.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fault>? Errors { get; init; }
}
