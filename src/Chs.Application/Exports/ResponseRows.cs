using System.Globalization;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Exports;

/// <summary>Responses as rows of a table: read in batches by key, so that memory stays the same for ten rows and for a million.</summary>
sealed class ResponseRows(IChsDb db, Study study, IQueryable<Response> responses)
{
    const int Batch = 500;

    /// <summary>One row: column to value. Values are text, numbers, booleans or null.</summary>
    public async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(
        bool keysOnly,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (long after = 0; ; )
        {
            var batch = await LoadAsync(after, keysOnly, cancellationToken);
            foreach (var source in batch)
                yield return keysOnly ? Flattened(source) : Row(source);
            if (batch.Count < Batch)
                yield break;
            after = batch[^1].Response.Id;
        }
    }

    async Task<List<Source>> LoadAsync(long after, bool keysOnly, CancellationToken cancellationToken)
    {
        var rows = await (
            from response in responses.AsNoTracking()
            where response.Id > after
            join child in db.Children on response.ChildId equals child.Id
            join parent in db.Users on response.ParticipantId equals parent.Id
            orderby response.Id
            select new
            {
                response,
                child,
                parent,
            }
        )
            .Take(Batch)
            .ToListAsync(cancellationToken);
        if (rows is [])
            return [];

        long first = rows[0].response.Id,
            last = rows[^1].response.Id;
        var keys = rows.Select(row => row.response.Id).ToHashSet();
        var labels = (
            await db
                .ResponseEntries.AsNoTracking()
                .Where(e =>
                    e.ResponseId >= first
                    && e.ResponseId <= last
                    && e.Label != null
                    && responses.Any(r => r.Id == e.ResponseId)
                )
                .OrderBy(e => e.ResponseId)
                .ThenBy(e => e.Ordinal)
                .Select(e => new { e.ResponseId, e.Label })
                .ToListAsync(cancellationToken)
        ).ToLookup(e => e.ResponseId, e => e.Label);
        var rulings = keysOnly
            ? []
            : (
                await (
                    from ruling in db.ConsentRulings.AsNoTracking()
                    where
                        ruling.ResponseId >= first
                        && ruling.ResponseId <= last
                        && responses.Any(r => r.Id == ruling.ResponseId)
                    orderby ruling.CreatedAt, ruling.Id
                    select new { ruling, Arbiter = db.Users.Where(u => u.Id == ruling.ArbiterId).FirstOrDefault() }
                ).ToListAsync(cancellationToken)
            )
                .GroupBy(row => row.ruling.ResponseId)
                .ToDictionary(group => group.Key, group => (group.Last().ruling, group.Last().Arbiter));
        return
        [
            .. rows.Where(row => keys.Contains(row.response.Id))
                .Select(row =>
                {
                    var (ruling, arbiter) = rulings.GetValueOrDefault(row.response.Id);
                    return new Source(
                        row.response,
                        row.child,
                        row.parent,
                        SessionViews.SequenceOf(row.response, labels[row.response.Id]),
                        ruling,
                        arbiter
                    );
                }),
        ];
    }

    static Dictionary<string, object?> Flattened(Source source)
    {
        var row = ResponseColumns.Late.ToDictionary(
            id => id,
            id => (object?)(id.EndsWith("star", StringComparison.Ordinal) ? false : ""),
            StringComparer.Ordinal
        );
        for (var i = 0; i < source.Response.Eligibility.Count; i++)
            row[$"response__eligibility.{i}"] = source.Response.Eligibility[i];
        for (var i = 0; i < source.Sequence.Count; i++)
            row[$"response__sequence.{i}"] = source.Sequence[i];
        using var conditions = JsonDocument.Parse(source.Response.Conditions);
        if (conditions.RootElement.ValueKind is JsonValueKind.Object)
        {
            var index = 0;
            foreach (var condition in conditions.RootElement.EnumerateObject())
            {
                row[$"response__conditions.{index}.frameName"] = condition.Name;
                Flatten(row, $"response__conditions.{index++}", condition.Value);
            }
        }

        return row;
    }

    static void Flatten(Dictionary<string, object?> row, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Flatten(row, $"{name}.{member.Name}", member.Value);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    Flatten(row, $"{name}.{index++}", item);
                break;
            default:
                row[name] = value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString(),
                    JsonValueKind.Number => new Number(value.GetRawText()),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => null,
                };
                break;
        }
    }

    Dictionary<string, object?> Row(Source source)
    {
        var (response, child, parent, _, ruling, arbiter) = source;
        var exit = ExitAnswers.Of(response.ExitAnswers);
        var age = child.AgeInDays(DateOnly.FromDateTime(response.CreatedAt.UtcDateTime));
        var row = Flattened(source);
        row["response__id"] = response.Id.ToString(CultureInfo.InvariantCulture);
        row["response__uuid"] = response.Uuid.ToString();
        row["response__date_created"] = Instant(response.CreatedAt);
        row["response__completed"] = response.Completed;
        row["response__withdrawn"] = exit.Withdrawn;
        row["response__parent_feedback"] = exit.Feedback;
        row["response__birthdate_difference"] = exit.DaysFrom(child.Birthday) is { } days
            ? new Number(days.ToString(CultureInfo.InvariantCulture))
            : null;
        row["response__video_privacy"] = exit.Privacy;
        row["response__databrary"] = exit.Databrary;
        row["response__is_preview"] = response.IsPreview;
        row["consent__ruling"] = (ruling?.Ruling ?? Ruling.Pending).ToString().ToLowerInvariant();
        row["consent__arbiter"] = arbiter?.FullName ?? "";
        row["consent__time"] =
            ruling?.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
        row["consent__comment"] = ruling?.Comment ?? "";
        row["study__uuid"] = study.Uuid.ToString();
        row["participant__global_id"] = parent.Uuid.ToString();
        row["participant__hashed_id"] = HashedId.Of(parent.Uuid, study.Uuid, study.Salt, study.HashDigits);
        row["participant__nickname"] = parent.Nickname;
        row["child__global_id"] = child.Uuid.ToString();
        row["child__hashed_id"] = HashedId.Of(child.Uuid, study.Uuid, study.Salt, study.HashDigits);
        row["child__name"] = child.GivenName;
        row["child__birthday"] = child.Birthday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        row["child__age_in_days"] = new Number(age.ToString(CultureInfo.InvariantCulture));
        row["child__age_rounded"] = Rounded(age).ToString(CultureInfo.InvariantCulture);
        row["child__gender"] = ChildTraits.GenderCode(child.Gender);
        row["child__age_at_birth"] = ChildTraits.GestationalAgeLabel(child.GestationalAge);
        row["child__language_list"] = ChildTraits.Join(child.Languages, ChildTraits.Languages);
        row["child__condition_list"] = ChildTraits.Join(child.Conditions, ChildTraits.Conditions);
        row["child__additional_information"] = child.AdditionalInformation;
        row["response__researcher_payment_status"] = "";
        return row;
    }

    /// <summary>To the nearest 10 days up to 360, else to the nearest 30; halves to even: fine enough for science, too coarse for a birthday.</summary>
    internal static int Rounded(int days)
    {
        var step = days <= 360 ? 10 : 30;
        return (int)Math.Round(days / (double)step, MidpointRounding.ToEven) * step;
    }

    /// <summary>As the reference's databases print: a blank instead of T, microseconds unless they are zero, +00:00.</summary>
    internal static string Instant(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var fraction =
            utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "" : utc.ToString(".ffffff", CultureInfo.InvariantCulture);
        return utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + fraction + "+00:00";
    }

    sealed record Source(
        Response Response,
        Child Child,
        User Parent,
        IReadOnlyList<string> Sequence,
        ConsentRuling? Ruling,
        User? Arbiter
    );
}

/// <summary>A number in the digits that it was sent with.</summary>
readonly record struct Number(string Digits)
{
    public override string ToString() => Digits;
}
