using Chs.Testing;

namespace Chs.Bench;

/// <summary>Data that the lists of the v1 contract return.</summary>
/// <param name="Study">A public study.</param>
/// <param name="Children">A child for each connection.</param>
/// <param name="Past">A session of a child with ten sessions.</param>
/// <param name="LongPast">A session of a child with a hundred sessions.</param>
sealed record JsonApiWorld(Guid Study, Guid[] Children, Guid Past, Guid LongPast)
{
    /// <summary>A hundred public studies of one version each.</summary>
    const string Studies = """
        INSERT INTO studies (
            uuid, type, state, lab_id, creator_id, is_public, is_preview_shared, full_screen, is_built, salt, hash_digits,
            draft_number, live_number, created_at, modified_at, version, name,
            preview_summary, short_description, purpose, criteria,
            compensation, duration, contact_info, exit_url,
            min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days, is_scheduled)
        SELECT gen_random_uuid(), 3, 'Active', lab_id, creator_id, true, false, true, false, gen_random_uuid(), 6,
               1, 1, now(), now() - i * interval '1 minute', 1, 'Study ' || i,
               repeat('s', 200), repeat('d', 400), repeat('p', 400), 'Kids',
               '', '', '', '',
               0, 0, 0, 18, 0, 0, false
          FROM studies, generate_series(1, 100) i LIMIT 100;
        INSERT INTO study_versions (
            study_id, number, structure, generator, use_generator, experiment, external_url, digest, created_at)
        SELECT id, 1, '{"frames":{},"sequence":[]}', '', false, 'initJsPsych()', '', '', now()
          FROM studies s WHERE NOT EXISTS (SELECT 1 FROM study_versions v WHERE v.study_id = s.id);
        """;

    public static async Task<JsonApiWorld> CreateAsync(BenchPair pair)
    {
        var (study, _) = await pair.Parent.DemoAsync();
        var children = new Guid[RequestLoad.Connections];
        for (var i = 0; i < children.Length; i++)
        {
            var profile = new { givenName = $"Kid {i}", birthday = "2022-03-01" };
            var child = await pair.Parent.PostJsonAsync("/api/v3/children", profile);
            children[i] = child.GetProperty("id").GetGuid();
        }

        await BenchDatabase.ExecuteAsync(pair.Database, Studies);
        var past = await CreateSessionsAsync(pair, study, children[0], 10);
        var longPast = await CreateSessionsAsync(pair, study, children[1], 100);
        await BenchDatabase.ExecuteAsync(pair.Database, "ANALYZE");
        return new JsonApiWorld(study, children, past, longPast);
    }

    /// <summary>Makes completed sessions of fifteen trials.</summary>
    /// <returns>The first one's id.</returns>
    static async Task<Guid> CreateSessionsAsync(BenchPair pair, Guid study, Guid child, int count)
    {
        Guid? first = null;
        for (var i = 0; i < count; i++)
        {
            var id = await pair.Parent.StartAsync(study, child);
            using var saved = await pair.Parent.PatchAsync(
                id,
                $"{{\"exp_data\":{Some.Trials(15)},\"completed\":true}}"
            );
            saved.EnsureSuccessStatusCode();
            first ??= id;
        }

        return first!.Value;
    }
}
