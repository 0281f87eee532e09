using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Versions of a study's protocol, newest first. Each save of what participants see is one; none is ever changed.</summary>
public sealed record ListStudyVersions : PagedQuery, IQuery<Page<StudyVersionItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyVersions>;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListStudyVersions, Outcome<Page<StudyVersionItem>>>
    {
        public async Task<Outcome<Page<StudyVersionItem>>> Handle(
            ListStudyVersions request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var versions = db.StudyVersions.AsNoTracking().Where(v => v.StudyId == study.Id);
            if (request.After is { } after)
                versions = versions.Where(v => v.Number < after.Key);
            var rows = await versions
                .OrderByDescending(v => v.Number)
                .Take(request.Limit + 1)
                .Select(v => new
                {
                    v.Number,
                    v.Digest,
                    v.Note,
                    v.CreatedAt,
                    Author = db.Users.Where(u => u.Id == v.AuthorId).Select(u => (Guid?)u.Uuid).FirstOrDefault(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.Number),
                row => new StudyVersionItem(
                    row.Number,
                    row.Digest,
                    row.Note,
                    row.Author,
                    row.CreatedAt,
                    row.Number == study.DraftNumber,
                    row.Number == study.LiveNumber,
                    row.Number == study.ApprovedNumber
                )
            );
        }
    }
}

/// <summary>A version of a protocol.</summary>
/// <param name="Number">1, 2, 3 … within the study.</param>
/// <param name="Digest">SHA-256 over all of it, for preregistrations.</param>
/// <param name="Note">What its author said.</param>
/// <param name="Author">Who saved it; null in imported studies.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="IsDraft">Whether previews run it.</param>
/// <param name="IsLive">Whether families run it, or did last.</param>
/// <param name="IsApproved">Whether it is the one that reviewers approved last.</param>
public sealed record StudyVersionItem(
    int Number,
    string Digest,
    string Note,
    Guid? Author,
    DateTimeOffset CreatedAt,
    bool IsDraft,
    bool IsLive,
    bool IsApproved
);

/// <summary>One version of a study's protocol, whole.</summary>
public sealed record ReadStudyVersion(Guid StudyId, int Number) : IQuery<StudyVersionView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadStudyVersion, Outcome<StudyVersionView>>
    {
        public async Task<Outcome<StudyVersionView>> Handle(
            ReadStudyVersion request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindVersionAsync(request.StudyId, request.Number, access, cancellationToken);
            return found.Failed ? found.Error : StudyVersionView.Of(found.Value);
        }
    }
}

/// <summary>A protocol as it was saved.</summary>
public sealed record StudyVersionView
{
    public required int Number { get; init; }

    /// <summary>SHA-256 over all of it.</summary>
    public required string Digest { get; init; }

    public required string Note { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string Structure { get; init; }
    public required string Generator { get; init; }
    public required bool UseGenerator { get; init; }
    public required string Experiment { get; init; }
    public required string ExternalUrl { get; init; }
    public required string RunnerRepository { get; init; }
    public required string? RunnerCommit { get; init; }

    internal static StudyVersionView Of(StudyVersion version) =>
        new()
        {
            Number = version.Number,
            Digest = version.Digest,
            Note = version.Note,
            CreatedAt = version.CreatedAt,
            Structure = version.Structure,
            Generator = version.Generator,
            UseGenerator = version.UseGenerator,
            Experiment = version.Experiment,
            ExternalUrl = version.ExternalUrl,
            RunnerRepository = version.RunnerRepository,
            RunnerCommit = version.RunnerCommit,
        };
}

/// <summary>What changed in a study's protocol from one version to another, line by line.</summary>
/// <param name="Since">The earlier one; null: the one that was approved last, or else the one before.</param>
public sealed record CompareStudyVersions(Guid StudyId, int Number, int? Since) : IQuery<ProtocolChanges>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<CompareStudyVersions, Outcome<ProtocolChanges>>
    {
        public async Task<Outcome<ProtocolChanges>> Handle(
            CompareStudyVersions request,
            CancellationToken cancellationToken
        )
        {
            var to = await db.FindVersionAsync(request.StudyId, request.Number, access, cancellationToken);
            if (to.Failed)
                return to.Error;
            var approved = await db
                .Studies.Where(s => s.Uuid == request.StudyId)
                .Select(s => s.ApprovedNumber)
                .SingleAsync(cancellationToken);
            var since =
                request.Since
                ?? (approved is { } number && number != request.Number ? number : Math.Max(1, request.Number - 1));
            var from = await db.FindVersionAsync(request.StudyId, since, access, cancellationToken);
            if (from.Failed)
                return from.Error;

            var (before, after) = (from.Value.Protocol, to.Value.Protocol);
            IEnumerable<(string Part, string Old, string New)> parts =
            [
                ("structure", Indented(before.Structure), Indented(after.Structure)),
                ("generator", before.Generator, after.Generator),
                ("useGenerator", Word(before.UseGenerator), Word(after.UseGenerator)),
                ("experiment", before.Experiment, after.Experiment),
                ("externalUrl", before.ExternalUrl, after.ExternalUrl),
                ("runnerRepository", before.RunnerRepository, after.RunnerRepository),
                ("runnerCommit", before.RunnerCommit ?? "", after.RunnerCommit ?? ""),
            ];
            return new ProtocolChanges(
                since,
                request.Number,
                [
                    .. parts
                        .Where(part => part.Old != part.New)
                        .Select(part => new PartChanges(part.Part, Lines(part.Old, part.New))),
                ]
            );
        }

        static string Word(bool value) => value ? "true" : "false";

        /// <summary>Protocols are often one long line: so that a change of one frame isn't a change of everything.</summary>
        static string Indented(string json)
        {
            try
            {
                using var document = JsonDocument.Parse(json);
                return JsonSerializer.Serialize(document.RootElement, Pretty);
            }
            catch (JsonException)
            {
                return json;
            }
        }

        static readonly JsonSerializerOptions Pretty = new()
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        static List<ChangedLine> Lines(string before, string after) =>
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

/// <summary>What changed in a protocol.</summary>
/// <param name="From">Number of the earlier version.</param>
/// <param name="To">Number of the later one.</param>
/// <param name="Parts">The parts that differ; those that don't aren't here.</param>
public sealed record ProtocolChanges(int From, int To, IReadOnlyList<PartChanges> Parts);

/// <summary>What changed in one part.</summary>
/// <param name="Part">Such as <c>experiment</c>; a structure is compared as indented JSON.</param>
/// <param name="Lines">In order.</param>
public sealed record PartChanges(string Part, IReadOnlyList<ChangedLine> Lines);

/// <summary>A line that is in one of two versions only.</summary>
/// <param name="Change">In which.</param>
/// <param name="Number">Its number in the later version; null for removed ones.</param>
/// <param name="Text">What it says.</param>
public sealed record ChangedLine(LineChange Change, int? Number, string Text);

/// <summary>What happened to a line.</summary>
public enum LineChange
{
    Added = 1,
    Removed,
}

/// <summary>Steps in a study's life, newest first.</summary>
public sealed record ListStudyLog : PagedQuery, IQuery<Page<StudyLogItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyLog>;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListStudyLog, Outcome<Page<StudyLogItem>>>
    {
        public async Task<Outcome<Page<StudyLogItem>>> Handle(ListStudyLog request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            // What researchers and reviewers say to each other isn't shared with whoever may preview.
            if (!await access.WorksOnAsync(found.Value, cancellationToken))
                return Error.Forbidden;
            var entries = db.StudyLog.AsNoTracking().Where(e => e.StudyId == found.Value.Id);
            if (request.After is { } after)
                entries = entries.Where(e => e.Id < after.Key);
            var rows = await entries
                .OrderByDescending(e => e.Id)
                .Take(request.Limit + 1)
                .Select(e => new
                {
                    e.Id,
                    e.Action,
                    e.Extra,
                    e.CreatedAt,
                    By = db.Users.Where(u => u.Id == e.UserId).Select(u => (Guid?)u.Uuid).FirstOrDefault(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.Id),
                row => new StudyLogItem(
                    row.CreatedAt,
                    row.Action,
                    row.By,
                    JsonDocument.Parse(row.Extra ?? "{}").RootElement
                )
            );
        }
    }
}

/// <summary>A step in a study's life.</summary>
/// <param name="At">When.</param>
/// <param name="Action">The state that followed; or <c>deployed</c>, <c>failed to build</c>.</param>
/// <param name="By">Who took it; null: CHS itself, or somebody whose account is gone.</param>
/// <param name="Extra">Comments and declarations.</param>
public sealed record StudyLogItem(DateTimeOffset At, string Action, Guid? By, JsonElement Extra);

static class FindVersion
{
    extension(IChsDb db)
    {
        public async Task<Outcome<StudyVersion>> FindVersionAsync(
            Guid studyId,
            int number,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var study = await db.FindStudyAsync(studyId, StudyRight.ReadDetails, access, cancellationToken);
            if (study.Failed)
                return study.Error;
            var version = await db
                .StudyVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.StudyId == study.Value.Id && v.Number == number, cancellationToken);
            return version is null ? Error.NotFound("version") : version;
        }
    }
}
