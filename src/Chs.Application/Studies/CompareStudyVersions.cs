using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Compares two versions of a study's protocol line by line.</summary>
/// <param name="BaseNumber">The earlier version; null: the approved one, or the previous one when there is no other approved one.</param>
public sealed record CompareStudyVersions(Guid StudyId, int Number, int? BaseNumber)
    : IQuery<ProtocolChanges>,
        IWithinScope
{
    internal sealed class Handler(IChsDb db, StudyFinder studies, ProtocolHosts hosts)
        : IRequestHandler<CompareStudyVersions, Outcome<ProtocolChanges>>
    {
        public async Task<Outcome<ProtocolChanges>> Handle(
            CompareStudyVersions request,
            CancellationToken cancellationToken
        )
        {
            var to = await studies.FindVersionAsync(request.StudyId, request.Number, cancellationToken);
            if (to.Failed)
                return to.Error;
            var baseNumber = request.BaseNumber ?? await BaseOfAsync(request, cancellationToken);
            var from = await studies.FindVersionAsync(request.StudyId, baseNumber, cancellationToken);
            if (from.Failed)
                return from.Error;
            var type = await hosts.TypeOfAsync(request.StudyId, cancellationToken);
            var report = ProtocolReport.Of(type, to.Value.Protocol);
            var named = hosts.Of(report);
            var namedBefore = hosts.Of(ProtocolReport.Of(type, from.Value.Protocol));
            return new ProtocolChanges(
                baseNumber,
                request.Number,
                Compare(from.Value.Protocol, to.Value.Protocol),
                named,
                [.. named.Except(namedBefore, StringComparer.Ordinal)],
                report.Faults,
                report.Warnings
            );
        }

        /// <summary>The version to compare with when none is named.</summary>
        async Task<int> BaseOfAsync(CompareStudyVersions request, CancellationToken cancellationToken)
        {
            var approved = await db
                .Studies.Where(s => s.Uuid == request.StudyId)
                .Select(s => s.ApprovedNumber)
                .SingleAsync(cancellationToken);
            if (approved is { } number && number != request.Number)
                return number;
            return Math.Max(1, request.Number - 1);
        }

        static List<PartChanges> Compare(StudyProtocol before, StudyProtocol after) =>
            [
                .. new[]
                {
                    PartComparison.Of(ProtocolParts.Structure, before.Structure, after.Structure),
                    PartComparison.Of(ProtocolParts.Generator, before.Generator, after.Generator),
                    PartComparison.Of("usesGenerator", ToJson(before.UseGenerator), ToJson(after.UseGenerator)),
                    PartComparison.Of(ProtocolParts.Experiment, before.Experiment, after.Experiment),
                    PartComparison.Of(ProtocolParts.ExternalUrl, before.ExternalUrl, after.ExternalUrl),
                    PartComparison.Of("runnerRepository", before.RunnerRepository, after.RunnerRepository),
                    PartComparison.Of("runnerCommit", before.RunnerCommit ?? "", after.RunnerCommit ?? ""),
                }.OfType<PartChanges>(),
            ];

        static string ToJson(bool value) => value ? "true" : "false";
    }
}

/// <summary>What changed in a protocol from one version to another.</summary>
/// <param name="BaseNumber">Number of the earlier version.</param>
/// <param name="Number">Number of the later version.</param>
/// <param name="Parts">The parts that differ.</param>
/// <param name="ExternalHosts">
/// The hosts that the later version's text names in addresses, in lower case and sorted, without this site's own. They can
/// change what they send after the approval, code included.
/// </param>
/// <param name="NewExternalHosts">Those of them that the earlier version doesn't name.</param>
/// <param name="ProtocolFaults">What is wrong with the later version.</param>
/// <param name="ProtocolWarnings">What may be a mistake in the later version, such as a plugin that the page doesn't load.</param>
public sealed record ProtocolChanges(
    int BaseNumber,
    int Number,
    IReadOnlyList<PartChanges> Parts,
    IReadOnlyList<string> ExternalHosts,
    IReadOnlyList<string> NewExternalHosts,
    IReadOnlyList<ProtocolFinding> ProtocolFaults,
    IReadOnlyList<ProtocolFinding> ProtocolWarnings
);
