using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
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
        static readonly JsonSerializerOptions Indented = new()
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

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

        static List<PartChanges> Compare(StudyProtocol before, StudyProtocol after)
        {
            IEnumerable<(string Part, string Old, string New)> parts =
            [
                ("structure", Indent(before.Structure), Indent(after.Structure)),
                ("generator", before.Generator, after.Generator),
                ("usesGenerator", ToJson(before.UseGenerator), ToJson(after.UseGenerator)),
                ("experiment", before.Experiment, after.Experiment),
                ("externalUrl", before.ExternalUrl, after.ExternalUrl),
                ("runnerRepository", before.RunnerRepository, after.RunnerRepository),
                ("runnerCommit", before.RunnerCommit ?? "", after.RunnerCommit ?? ""),
            ];
            return
            [
                .. parts
                    .Where(part => part.Old != part.New)
                    .Select(part => new PartChanges(part.Part, ChangedLines(part.Old, part.New))),
            ];
        }

        static string ToJson(bool value) => value ? "true" : "false";

        /// <summary>Puts each member on a line of its own: many protocols are one long line, which any change would change.</summary>
        static string Indent(string json)
        {
            try
            {
                using var document = JsonDocument.Parse(json);
                return JsonSerializer.Serialize(document.RootElement, Indented);
            }
            catch (JsonException)
            {
                return json;
            }
        }

        static List<ChangedLine> ChangedLines(string before, string after) =>
            [
                .. InlineDiffBuilder
                    .Diff(before, after, ignoreWhiteSpace: false)
                    .Lines.Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
                    .Select(line => new ChangedLine(
                        line.Type is ChangeType.Inserted ? LineChange.Added : LineChange.Removed,
                        line.Position,
                        line.Text
                    )),
            ];
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

/// <summary>What changed in one part of a protocol.</summary>
/// <param name="Part">Such as <c>experiment</c>; a structure is compared as indented JSON.</param>
/// <param name="Lines">The changed lines in order.</param>
public sealed record PartChanges(string Part, IReadOnlyList<ChangedLine> Lines);

/// <summary>A line that only one of two versions has.</summary>
/// <param name="Change">Whether it was added or removed.</param>
/// <param name="Number">Its number in the later version; null for removed lines.</param>
/// <param name="Text">The line's text.</param>
public sealed record ChangedLine(LineChange Change, int? Number, string Text);

/// <summary>Whether a line was added or removed.</summary>
public enum LineChange
{
    Added = 1,
    Removed,
}
