using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using CsvHelper;
using FluentValidation;
using MediatR;

namespace Chs.Application.Exports;

/// <summary>
/// Downloads the responses of a study that the actor may read as CSV. Leaves an entry in the audit log.
/// </summary>
/// <param name="Columns">Ids of the optional columns to include. Identifiable columns are among them.</param>
public sealed record ExportResponses(Guid StudyId, IReadOnlyList<string> Columns)
    : IQuery<Download>,
        IAudited,
        IWithinScope
{
    /// <summary>Which responses; absent: all.</summary>
    public ResponseFilter Filter { get; init; } = new();

    bool IShowsIdentities.ShowsIdentities => IsIdentifiable;

    bool IsIdentifiable => Columns.Any(ResponseColumns.IdentifiableIds.Contains);

    string IAudited.AuditAction => IsIdentifiable ? "export responses with identifiable columns" : "export responses";

    IEnumerable<Guid?> IAudited.AuditSubjects => [StudyId];

    internal sealed class Validator : AbstractValidator<ExportResponses>
    {
        static readonly string KnownColumns = string.Join(", ", ResponseColumns.OptionalIds);

        public Validator() =>
            RuleForEach(x => x.Columns)
                .Must(ResponseColumns.OptionalIds.Contains)
                .WithErrorCode("unknown_value")
                .WithMessage($"Optional columns are: {KnownColumns}.");
    }

    internal sealed class Handler(IChsDb db, ResponseFinder finder)
        : IRequestHandler<ExportResponses, Outcome<Download>>
    {
        public async Task<Outcome<Download>> Handle(ExportResponses request, CancellationToken cancellationToken)
        {
            var found = await finder.FindReadableAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value.Study;
            var responses = await request.Filter.ApplyAsync(db, found.Value, cancellationToken);
            var suffix = request.IsIdentifiable ? "-identifiable" : "";
            var rows = new ResponseRows(db, study, responses);
            var all = request.Filter == new ResponseFilter() ? "all-" : "";
            return new Download(
                $"{Download.NameOf(study.Details.Name)}_{all}responses{suffix}.csv",
                "text/csv; charset=utf-8",
                (stream, token) => WriteAsync(stream, rows, request.Columns, token)
            );
        }

        /// <summary>
        /// Reads the rows twice from one snapshot: first for the header, which names the flattened columns of all rows,
        /// then for their values.
        /// </summary>
        async Task WriteAsync(
            Stream stream,
            ResponseRows rows,
            IReadOnlyList<string> optionalColumns,
            CancellationToken cancellationToken
        )
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var included = ResponseColumns.All.Where(c => !c.Optional || optionalColumns.Contains(c.Id));
            var flattened = new SortedSet<string>(StringComparer.Ordinal);
            await foreach (var row in rows.ReadAsync(flattenedOnly: true, cancellationToken))
                flattened.UnionWith(row.Keys);
            string[] header = [.. included.Select(c => c.Id), .. flattened];

            await using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default, leaveOpen: true);
            foreach (var column in header)
                csv.WriteField(column, CsvQuoting.Always);
            await csv.EndRecordAsync(cancellationToken);
            await foreach (var row in rows.ReadAsync(flattenedOnly: false, cancellationToken))
            {
                foreach (var column in header)
                    Write(csv, row.GetValueOrDefault(column));
                await csv.EndRecordAsync(cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
        }

        /// <summary>Writes text in quotes, also when it is empty, and numbers and booleans without.</summary>
        static void Write(CsvWriter csv, object? value)
        {
            switch (value)
            {
                case Number number:
                    csv.WriteField(number.Digits);
                    break;
                case bool flag:
                    csv.WriteField(flag);
                    break;
                default:
                    csv.WriteField((string?)value ?? "", CsvQuoting.Always);
                    break;
            }
        }
    }
}
