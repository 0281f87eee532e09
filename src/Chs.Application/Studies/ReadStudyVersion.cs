using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads one version of a study's protocol.</summary>
public sealed record ReadStudyVersion(Guid StudyId, int Number) : IQuery<StudyVersionView>, IWithinScope
{
    internal sealed class Handler(StudyFinder studies, ProtocolHosts hosts)
        : IRequestHandler<ReadStudyVersion, Outcome<StudyVersionView>>
    {
        public async Task<Outcome<StudyVersionView>> Handle(
            ReadStudyVersion request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindVersionAsync(request.StudyId, request.Number, cancellationToken);
            if (found.Failed)
                return found.Error;
            var type = await hosts.TypeOfAsync(request.StudyId, cancellationToken);
            var report = ProtocolReport.Of(type, found.Value.Protocol);
            var approved = await hosts.OfApprovedAsync(request.StudyId, cancellationToken);
            return StudyVersionView.Of(found.Value, report, hosts.Of(report), approved);
        }
    }
}

/// <summary>A saved version of a protocol.</summary>
public sealed record StudyVersionView
{
    public required int Number { get; init; }

    /// <summary>SHA-256 of the whole protocol.</summary>
    public required string Digest { get; init; }

    public required string Note { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string Structure { get; init; }
    public required string Generator { get; init; }
    public required bool UsesGenerator { get; init; }
    public required string Experiment { get; init; }
    public required string ExternalUrl { get; init; }
    public required string RunnerRepository { get; init; }
    public required string? RunnerCommit { get; init; }

    /// <summary>What is wrong with the protocol; such a version is neither submitted nor proposed. At most 100.</summary>
    public required IReadOnlyList<ProtocolFinding> ProtocolFaults { get; init; }

    /// <summary>What may be a mistake, such as a plugin that the page doesn't load. At most 100.</summary>
    public required IReadOnlyList<ProtocolFinding> ProtocolWarnings { get; init; }

    /// <summary>
    /// The hosts that the protocol's text names in addresses, in lower case and sorted, without this site's own. Only what
    /// is in use is read, and it isn't run: an address that the code puts together isn't found. A host can change what it
    /// sends after the approval, code included.
    /// </summary>
    /// <example>["cdn.example.net","stimuli.example.org"]</example>
    public required IReadOnlyList<string> ExternalHosts { get; init; }

    /// <summary>
    /// Those of them that the approved version doesn't name, or the live one where none was approved here; all, where
    /// there is neither.
    /// </summary>
    /// <example>["cdn.example.net"]</example>
    public required IReadOnlyList<string> NewExternalHosts { get; init; }

    internal static StudyVersionView Of(
        StudyVersion version,
        ProtocolReport report,
        IReadOnlyList<string> hosts,
        IReadOnlyList<string> approvedHosts
    ) =>
        new()
        {
            Number = version.Number,
            Digest = version.Digest,
            Note = version.Note,
            CreatedAt = version.CreatedAt,
            Structure = version.Structure,
            Generator = version.Generator,
            UsesGenerator = version.UseGenerator,
            Experiment = version.Experiment,
            ExternalUrl = version.ExternalUrl,
            RunnerRepository = version.RunnerRepository,
            RunnerCommit = version.RunnerCommit,
            ProtocolFaults = report.Faults,
            ProtocolWarnings = report.Warnings,
            ExternalHosts = hosts,
            NewExternalHosts = [.. hosts.Except(approvedHosts, StringComparer.Ordinal)],
        };
}
