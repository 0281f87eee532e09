using System.Globalization;
using System.Runtime.CompilerServices;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Exports;

/// <summary>The responses of a study as rows of a table.</summary>
/// <remarks>They are read in parts by key, so that the memory needed doesn't depend on their number.</remarks>
sealed class ResponseRows(IChsDb db, Study study, IQueryable<Response> responses)
{
    /// <summary>Most responses of a part.</summary>
    const int PartRows = 500;

    /// <summary>Most characters of a part, unless a single response has more.</summary>
    const long PartCharacters = 4 * 1024 * 1024;

    /// <summary>About so many characters an entry's label has.</summary>
    const int LabelCharacters = 32;

    /// <summary>Reads the lists and objects of all rows.</summary>
    public async IAsyncEnumerable<IReadOnlyList<NestedValue>> ReadNestedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (first, last) in ReadPartsAsync(cancellationToken))
        {
            var labels = await LoadLabelsAsync(first, last, cancellationToken);
            var rows = await responses
                .AsNoTracking()
                .Where(r => r.Id >= first && r.Id <= last)
                .OrderBy(r => r.Id)
                .Select(r => new
                {
                    r.Id,
                    r.Eligibility,
                    r.Sequence,
                    r.Conditions,
                })
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
                yield return NestedValue.AllOf(new(row.Eligibility, row.Sequence, row.Conditions, [.. labels[row.Id]]));
        }
    }

    /// <summary>
    /// Reads rows as dictionaries from column to value: a string, a <see cref="Number"/>, a boolean or null.
    /// </summary>
    /// <param name="flattened">The columns for what stands in lists and objects.</param>
    public async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(
        IEnumerable<string> flattened,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cells = new FlattenedCells(flattened);
        await foreach (var (first, last) in ReadPartsAsync(cancellationToken))
        foreach (var source in await LoadPartAsync(first, last, cancellationToken))
            yield return RowOf(source, cells);
    }

    /// <summary>Divides the responses, by the first and last key of each part.</summary>
    async IAsyncEnumerable<(long First, long Last)> ReadPartsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (long after = 0; ; )
        {
            var sizes = await responses
                .Where(r => r.Id > after)
                .OrderBy(r => r.Id)
                .Take(PartRows)
                .Select(r => new ResponseSize(
                    r.Id,
                    (long)r.Conditions.Length
                        + (r.Sequence ?? "").Length
                        + (r.ExitAnswers ?? "").Length
                        + r.EntryCount * LabelCharacters
                ))
                .ToListAsync(cancellationToken);
            if (sizes is [])
                yield break;
            foreach (var part in PartsOf(sizes))
                yield return part;
            after = sizes[^1].Id;
        }
    }

    static IEnumerable<(long First, long Last)> PartsOf(IReadOnlyList<ResponseSize> sizes)
    {
        var first = sizes[0].Id;
        var last = first;
        long characters = 0;
        foreach (var size in sizes)
        {
            if (characters > 0 && characters + size.Characters > PartCharacters)
            {
                yield return (first, last);
                first = size.Id;
                characters = 0;
            }

            last = size.Id;
            characters += size.Characters;
        }

        yield return (first, last);
    }

    async Task<IReadOnlyList<ResponseRowSource>> LoadPartAsync(
        long first,
        long last,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from response in responses.AsNoTracking()
            where response.Id >= first && response.Id <= last
            join child in db.Children on response.ChildId equals child.Id
            join parent in db.Users on response.ParticipantId equals parent.Id
            orderby response.Id
            select new
            {
                Response = new ExportedResponse
                {
                    Id = response.Id,
                    Uuid = response.Uuid,
                    CreatedAt = response.CreatedAt,
                    Completed = response.Completed,
                    IsPreview = response.IsPreview,
                    ExitAnswers = response.ExitAnswers,
                    Payment = response.Payment,
                    SessionStatus = response.SessionStatus,
                    IsStarred = response.IsStarred,
                },
                response.Eligibility,
                response.Sequence,
                response.Conditions,
                Child = child,
                Parent = new ExportedParent(parent.Uuid, parent.Nickname),
            }
        ).ToListAsync(cancellationToken);
        var labels = await LoadLabelsAsync(first, last, cancellationToken);
        var rulings = await LoadRulingsAsync(first, last, cancellationToken);
        return
        [
            .. rows.Select(row => new ResponseRowSource(
                row.Response,
                new NestedSource(row.Eligibility, row.Sequence, row.Conditions, [.. labels[row.Response.Id]]),
                row.Child,
                row.Parent,
                rulings.GetValueOrDefault(row.Response.Id)
            )),
        ];
    }

    /// <summary>Labels of the entries of responses, in order, by the response's key.</summary>
    async Task<ILookup<long, string?>> LoadLabelsAsync(long first, long last, CancellationToken cancellationToken)
    {
        var labels = await db
            .ResponseEntries.AsNoTracking()
            .Where(e => e.ResponseId >= first && e.ResponseId <= last)
            .Where(e => e.Label != null && responses.Any(r => r.Id == e.ResponseId))
            .OrderBy(e => e.ResponseId)
            .ThenBy(e => e.Ordinal)
            .Select(e => new { e.ResponseId, e.Label })
            .ToListAsync(cancellationToken);
        return labels.ToLookup(e => e.ResponseId, e => e.Label);
    }

    /// <summary>The newest consent ruling of each response, by the response's key.</summary>
    async Task<Dictionary<long, NewestRuling>> LoadRulingsAsync(
        long first,
        long last,
        CancellationToken cancellationToken
    )
    {
        var rulings = await (
            from ruling in db.ConsentRulings.AsNoTracking()
            where
                ruling.ResponseId >= first && ruling.ResponseId <= last && responses.Any(r => r.Id == ruling.ResponseId)
            orderby ruling.CreatedAt, ruling.Id
            select new { ruling, Arbiter = db.Users.Where(u => u.Id == ruling.ArbiterId).FirstOrDefault() }
        ).ToListAsync(cancellationToken);
        return rulings
            .GroupBy(row => row.ruling.ResponseId, row => new NewestRuling(row.ruling, row.Arbiter))
            .ToDictionary(group => group.Key, group => group.Last());
    }

    Dictionary<string, object?> RowOf(ResponseRowSource source, FlattenedCells cells)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        cells.AddTo(row, NestedValue.AllOf(source.Nested));
        AddResponse(row, source);
        AddTracking(row, source.Response);
        AddConsent(row, source.Ruling);
        AddParticipant(row, source.Parent);
        AddChild(row, source);
        return row;
    }

    void AddResponse(Dictionary<string, object?> row, ResponseRowSource source)
    {
        var response = source.Response;
        var exit = ExitAnswers.Of(response.ExitAnswers);
        row["response__id"] = response.Id.ToString(CultureInfo.InvariantCulture);
        row["response__uuid"] = response.Uuid.ToString();
        row["response__date_created"] = FormatInstant(response.CreatedAt);
        row["response__completed"] = response.Completed;
        row["response__withdrawn"] = exit.Withdrawn;
        row["response__parent_feedback"] = exit.Feedback;
        row["response__birthdate_difference"] = exit.DaysFrom(source.Child.Birthday) is { } days
            ? Number.Of(days)
            : null;
        row["response__video_privacy"] = exit.Privacy;
        row["response__databrary"] = exit.Databrary;
        row["response__is_preview"] = response.IsPreview;
        row["study__uuid"] = study.Uuid.ToString();
    }

    static void AddTracking(Dictionary<string, object?> row, ExportedResponse response)
    {
        row["response__researcher_payment_status"] = TrackingLabels.Of(response.Payment);
        row[ResponseColumns.SessionStatus] = TrackingLabels.Of(response.SessionStatus);
        row[ResponseColumns.Star] = response.IsStarred;
    }

    static void AddConsent(Dictionary<string, object?> row, NewestRuling? newest)
    {
        var ruling = newest?.Ruling;
        row["consent__ruling"] = (ruling?.Ruling ?? Ruling.Pending).ToString().ToLowerInvariant();
        row["consent__arbiter"] = newest?.Arbiter?.FullName ?? "";
        row["consent__time"] =
            ruling?.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
        row["consent__comment"] = ruling?.Comment ?? "";
    }

    void AddParticipant(Dictionary<string, object?> row, ExportedParent parent)
    {
        row["participant__global_id"] = parent.Id.ToString();
        row["participant__hashed_id"] = HashedIdOf(parent.Id);
        row["participant__nickname"] = parent.Nickname;
    }

    void AddChild(Dictionary<string, object?> row, ResponseRowSource source)
    {
        var child = source.Child;
        var ageInDays = child.AgeInDays(DateOnly.FromDateTime(source.Response.CreatedAt.UtcDateTime));
        row["child__global_id"] = child.Uuid.ToString();
        row["child__hashed_id"] = HashedIdOf(child.Uuid);
        row["child__name"] = child.GivenName;
        row["child__birthday"] = child.Birthday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        row["child__age_in_days"] = Number.Of(ageInDays);
        row["child__age_rounded"] = Rounded(ageInDays).ToString(CultureInfo.InvariantCulture);
        row["child__gender"] = ChildTraits.GenderCode(child.Gender);
        row["child__age_at_birth"] = ChildTraits.GestationalAgeLabel(child.GestationalAge);
        row["child__language_list"] = ChildTraits.Join(child.Languages, ChildTraits.Languages);
        row["child__condition_list"] = ChildTraits.Join(child.Conditions, ChildTraits.Conditions);
        row["child__additional_information"] = child.AdditionalInformation;
    }

    string HashedIdOf(Guid id) => HashedId.Of(id, study.Uuid, study.Salt, study.HashDigits);

    /// <summary>Rounds an age to 10 days up to 360 days, and to 30 days above; halves to even.</summary>
    /// <remarks>Exact enough for research, too coarse to infer a birthday.</remarks>
    internal static int Rounded(int days)
    {
        var step = days <= 360 ? 10 : 30;
        return (int)Math.Round(days / (double)step, MidpointRounding.ToEven) * step;
    }

    /// <summary>
    /// Formats an instant as the reference system does: a space instead of T, microseconds unless they are zero,
    /// +00:00.
    /// </summary>
    internal static string FormatInstant(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        var hasMicroseconds = utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond != 0;
        var format = hasMicroseconds ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss";
        return utc.ToString(format, CultureInfo.InvariantCulture) + "+00:00";
    }

    sealed record ResponseSize(long Id, long Characters);
}
