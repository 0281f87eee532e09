using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using CsvHelper;
using FluentValidation;
using MediatR;

namespace Chs.Application.Exports;

/// <summary>The responses of a study that the actor may read as CSV, without identifiable columns unless they are asked for. Leaves a line in the audit log.</summary>
public sealed record ExportResponses(Guid StudyId, IReadOnlyList<string> Columns)
    : IQuery<Download>,
        IAudited,
        IWithinScope
{
    bool IWithinScope.ShowsIdentities => Identifiable;

    bool Identifiable => Columns.Any(ResponseColumns.IdentifiableIds.Contains);

    string IAudited.AuditAction => Identifiable ? "export responses with identifiable columns" : "export responses";

    Guid? IAudited.AuditSubject => StudyId;

    internal sealed class Validator : AbstractValidator<ExportResponses>
    {
        public Validator() =>
            RuleForEach(x => x.Columns)
                .Must(ResponseColumns.OptionalIds.Contains)
                .WithErrorCode("unknown_value")
                .WithMessage(
                    $"Optional columns are: {string.Join(", ", ResponseColumns.All.Where(c => c.Optional).Select(c => c.Id))}."
                );
    }

    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ExportResponses, Outcome<Download>>
    {
        public async Task<Outcome<Download>> Handle(ExportResponses request, CancellationToken cancellationToken)
        {
            var scope = await db.ReadableResponsesAsync(request.StudyId, access, cancellationToken);
            if (scope.Failed)
                return scope.Error;
            var (study, responses) = scope.Value;
            var file =
                $"{Download.NameOf(study.Details.Name)}_all-responses{(request.Identifiable ? "-identifiable" : "")}.csv";
            return new Download(
                file,
                "text/csv; charset=utf-8",
                (stream, ct) => WriteAsync(stream, new ResponseRows(db, study, responses), request.Columns, ct)
            );
        }

        /// <summary>Two passes over one snapshot: the keys of all rows make the header, then the rows follow.</summary>
        async Task WriteAsync(
            Stream stream,
            ResponseRows rows,
            IReadOnlyList<string> chosen,
            CancellationToken cancellationToken
        )
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var standard = ResponseColumns
                .All.Where(c => !c.Optional || chosen.Contains(c.Id))
                .Select(c => c.Id)
                .ToList();
            var flattened = new SortedSet<string>(StringComparer.Ordinal);
            await foreach (var row in rows.ReadAsync(keysOnly: true, cancellationToken))
                flattened.UnionWith(row.Keys);
            string[] header = [.. standard, .. flattened];

            await using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default, leaveOpen: true);
            foreach (var column in header)
                csv.WriteField(column, CsvQuoting.Always);
            await csv.EndRecordAsync(cancellationToken);
            await foreach (var row in rows.ReadAsync(keysOnly: false, cancellationToken))
            {
                foreach (var column in header)
                    Write(csv, row.GetValueOrDefault(column));
                await csv.EndRecordAsync(cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
        }

        /// <summary>Text in quotes, also when empty; numbers, True and False bare.</summary>
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
