using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Exports;

/// <summary>
/// Downloads the responses of a study that the actor may read as CSV. Leaves an entry in the audit log. Without the columns
/// of what people wrote for tokens that show nobody.
/// </summary>
/// <param name="Columns">Ids of the optional columns to include. Identifiable columns are among them.</param>
public sealed record ExportResponses(Guid StudyId, IReadOnlyList<string> Columns)
    : IQuery<Download>,
        IAudited,
        IWithinScope
{
    /// <summary>Which responses; absent: all.</summary>
    public ResponseFilter Filter { get; init; } = new();

    /// <summary>Null: every cell is exact.</summary>
    public CsvUse? For { get; init; }

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

    internal sealed class Handler(IChsDb db, ResponseFinder finder, Actor actor)
        : IRequestHandler<ExportResponses, Outcome<Download>>
    {
        public async Task<Outcome<Download>> Handle(ExportResponses request, CancellationToken cancellationToken)
        {
            var found = await finder.FindReadableAsync(request.StudyId, request.Filter.IsPreview, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value.Study;
            var responses = await request.Filter.ApplyAsync(db, found.Value, cancellationToken);
            var suffix = request.IsIdentifiable ? "-identifiable" : "";
            var use = request.For is CsvUse.Spreadsheet ? "-spreadsheet" : "";
            var rows = new ResponseRows(db, study, responses);
            var all = request.Filter == new ResponseFilter() ? "all-" : "";
            return new Download(
                $"{Download.NameOf(study.Details.Name)}_{all}responses{suffix}{use}.csv",
                "text/csv; charset=utf-8",
                (stream, token) => WriteAsync(stream, rows, request, token)
            );
        }

        /// <summary>
        /// Reads the rows twice from one snapshot: first for the header, which names the flattened columns of all rows,
        /// then for their values.
        /// </summary>
        async Task WriteAsync(
            Stream stream,
            ResponseRows rows,
            ExportResponses request,
            CancellationToken cancellationToken
        )
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var flattened = new FlattenedColumns();
            await foreach (var values in rows.ReadNestedAsync(cancellationToken))
                flattened.Add(values);
            var header = HeaderOf(request, flattened);

            await using var csv = new CsvTable(stream, request.For);
            foreach (var column in header)
                csv.Write(column);
            await csv.EndRowAsync(cancellationToken);
            await foreach (var row in rows.ReadAsync(flattened.Names, cancellationToken))
            {
                foreach (var column in header)
                    csv.Write(row.GetValueOrDefault(column));
                await csv.EndRowAsync(cancellationToken);
            }
        }

        /// <summary>
        /// The columns of the reference, and then all others by name: where there are no rows, it knows of none.
        /// </summary>
        IReadOnlyList<string> HeaderOf(ExportResponses request, FlattenedColumns flattened)
        {
            var hidesTexts = actor.Scope is { IsDeidentified: true };
            var included = ResponseColumns.All.Where(c =>
                (!c.Optional || request.Columns.Contains(c.Id)) && !(hidesTexts && c.IsFreeText)
            );
            string[] further = flattened.HasRows
                ? [ResponseColumns.SessionStatus, ResponseColumns.Star, .. flattened.Names]
                : [];
            return [.. included.Select(c => c.Id), .. further.Order(CodePointOrder.Instance)];
        }
    }
}
