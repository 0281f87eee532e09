using System.Text;
using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests;

public class LookitImport_
{
    const string Token = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>Robin has a lab and a study, Ada and Bo are parents.</summary>
    const string Small = """
        INSERT INTO django_content_type VALUES (1, 'accounts', 'user'), (2, 'studies', 'study');
        INSERT INTO auth_permission VALUES (1, 1, 'can_read_usernames'), (2, 2, 'read_study__responses'), (3, 2, 'edit_study__<APPROVAL>');
        INSERT INTO auth_group VALUES (1, 'LOOKIT_ADMIN'), (2, 'Data team'), (11, 'GUEST :: Lab'), (12, 'READONLY :: Lab'), (13, 'MEMBER :: Lab'), (14, 'ADMIN :: Lab'), (21, 'ANALYSIS :: Study'), (22, 'SUBMISSION_PROCESSOR :: Study'), (23, 'ADMIN :: Study');
        INSERT INTO auth_group_permissions VALUES (2, 2);
        INSERT INTO accounts_user (id, uuid, username, password, given_name, is_researcher, is_staff, date_created, linked_former_lookit_ids) VALUES
            (7, 'aaaaaaaa-0000-4000-8000-000000000007', 'Robin@Lab.example', 'pbkdf2_sha256$1000$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=', 'Robin', true, true, '2024-02-03 04:05:06.789012+00', '{old,"o,l\"d"}');
        INSERT INTO accounts_user (id, uuid, username, password, given_name, is_active, email_new_studies) VALUES
            (8, 'aaaaaaaa-0000-4000-8000-000000000008', 'ada@x.example', '!', 'Ada', true, false), (9, 'aaaaaaaa-0000-4000-8000-000000000009', 'bo@x.example', '!', 'Bo', false, true);
        INSERT INTO accounts_user_groups VALUES (7, 1), (7, 2), (7, 14), (7, 12), (7, 21), (7, 22), (8, 21);
        INSERT INTO accounts_user_user_permissions VALUES (7, 1);
        INSERT INTO accounts_googleauthenticatortotp VALUES (7, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', true);
        INSERT INTO authtoken_token VALUES ('0123456789abcdef0123456789abcdef01234567', '2024-01-01', 7);
        INSERT INTO accounts_demographicdata (id, uuid, user_id, created_at, number_of_children, child_birthdays, us_race_ethnicity_identification, extra) VALUES (3, 'bbbbbbbb-0000-4000-8000-000000000003', 8, '2024-01-01', '2', '{2020-01-02,2021-03-04}', 'white,asian', '{"no": true}');
        INSERT INTO accounts_demographicdata (id, uuid, user_id, previous_id, created_at) VALUES (4, 'bbbbbbbb-0000-4000-8000-000000000004', 8, 3, '2024-01-02');
        INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday, gender, gestational_age_at_birth, existing_conditions, languages_spoken) VALUES (5, 'cccccccc-0000-4000-8000-000000000005', 8, 'Mika', '2020-01-02', 'f', 17, 3, 576460752303423489);
        INSERT INTO studies_lab (id, uuid, name, slug, contact_email, guest_group_id, readonly_group_id, member_group_id, admin_group_id) VALUES (2, 'dddddddd-0000-4000-8000-000000000002', 'Lab', 'lab', 'lab@x.example', 11, 12, 13, 14);
        INSERT INTO studies_lab_researchers VALUES (2, 7), (2, 8);
        INSERT INTO studies_lab_requested_researchers VALUES (2, 9);
        INSERT INTO studies_study (id, uuid, name, study_type_id, lab_id, creator_id, state, salt, metadata, structure, analysis_group_id, submission_processor_group_id, admin_group_id, comments_extra, status_change_date, criteria_expression) VALUES
            (4, 'eeeeeeee-0000-4000-8000-000000000004', 'Frames', 1, 2, 7, 'active', 'eeeeeeee-0000-4000-8000-0000000000aa', '{"player_repo_url": "https://git.example/player", "last_known_player_sha": "abc"}', '{"frames": {"a": 1.10}, "sequence": ["a"], "exact_text": "x"}', 21, 22, 23, '{"issue_length": "long"}', '2024-03-01', 'deaf OR speaks_en'),
            (6, 'eeeeeeee-0000-4000-8000-000000000006', 'Trials', 3, 2, 7, 'paused', 'eeeeeeee-0000-4000-8000-0000000000bb', '{"experiment": "initJsPsych()"}', '{}', NULL, NULL, NULL, NULL, NULL, ''),
            (9, 'eeeeeeee-0000-4000-8000-000000000009', 'Elsewhere', 2, 2, NULL, 'created', 'eeeeeeee-0000-4000-8000-0000000000cc', '{"url": "https://s.example", "scheduled": true, "scheduling": "Calendly"}', '{}', NULL, NULL, NULL, NULL, NULL, '');
        INSERT INTO studies_study_must_have_participated VALUES (4, 6);
        INSERT INTO studies_study_must_not_have_participated VALUES (4, 9);
        INSERT INTO studies_studylog VALUES (1, 'ffffffff-0000-4000-8000-000000000001', 4, 7, 'created', '{"comments": "x"}', '2024-01-05 06:07:08.000009+00');
        INSERT INTO studies_response (id, uuid, study_id, study_type_id, child_id, demographic_snapshot_id, completed_consent_frame, exp_data, sequence, eligibility, recording_method, researcher_payment_status, researcher_session_status, researcher_star, date_modified) VALUES
            (10, '99999999-0000-4000-8000-000000000010', 4, 1, 5, 4, true, '{"0-a": {"z": 1.10, "a": [null, 12345678901234567890, 1e400, "é\u0007"]}, "1-exit": {"frameType": "EXIT", "withdrawal": true}}', '{0-a,1-exit}', '{Eligible}', NULL, 'to_pay', 'communication_complete', true, '2024-05-06 07:08:09.123456+00'),
            (11, '99999999-0000-4000-8000-000000000011', 6, 3, 5, NULL, false, '[{"trial_index": 0, "trial_type": "t"}, 5, null]', '{0-t}', '{Ineligible_TooOld,Ineligible_TooYoung}', 'jspsych', '', '', false, now()),
            (12, '99999999-0000-4000-8000-000000000012', 6, 3, 5, NULL, false, '[{"trial_index": 0, "trial_type": "t"}]', '{other}', NULL, 'jspsych', '', '', false, now()),
            (13, '99999999-0000-4000-8000-000000000013', 4, 1, 5, NULL, false, '"odd"', '{}', '{}', 'pipe', '', '', false, now());
        INSERT INTO studies_consentruling VALUES (1, '11111111-0000-4000-8000-000000000001', 10, 'rejected', 7, NULL, '2024-06-01'), (2, '11111111-0000-4000-8000-000000000002', 10, 'accepted', NULL, 'ok', '2024-06-02');
        INSERT INTO studies_feedback VALUES (1, '22222222-0000-4000-8000-000000000001', 10, 7, 'Thanks');
        INSERT INTO studies_video VALUES (1, '33333333-0000-4000-8000-000000000001', 4, 10, '0-a', 'v.mp4', NULL, NULL, '2024-01-01', true, '2024-01-01');
        INSERT INTO accounts_message VALUES (1, '44444444-0000-4000-8000-000000000001', NULL, 'Hi', 'Body', 4, '2024-01-01', NULL);
        INSERT INTO accounts_message_recipients VALUES (1, 8);
        INSERT INTO accounts_message_children_of_interest VALUES (1, 5);
        """;

    static async Task<string> LookitAsync(params string[] more)
    {
        var lookit = await LookitDatabase.NewAsync();
        foreach (var sql in (string[])[Small, .. more])
            await LookitDatabase.ExecuteAsync(lookit, sql);
        return lookit;
    }

    static async Task<ImportReport> ImportAsync(
        TestChs chs,
        string lookit,
        Action<ImportProgress>? on = null,
        CancellationToken cancellationToken = default
    )
    {
        ImportReport? report = null;
        await chs.WithServicesAsync(async services =>
            report = await services
                .GetRequiredService<ILookitImport>()
                .RunAsync(lookit, new Listener(on), cancellationToken)
        );
        return report!;
    }

    [Theory, OnEachWithPostgres]
    public async Task Brings_everything_with_its_keys_ids_and_instants(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var report = await ImportAsync(chs, await LookitAsync());
        Assert.True(report.IsComplete, string.Join('\n', report.Refused));
        Assert.All(
            report.Entities,
            entity =>
                Assert.Equal((entity.InSource, 0L, entity.InSource), (entity.Copied, entity.ThereBefore, entity.Found))
        );

        var robin = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Id == 7));
        Assert.Equal(
            ("robin@lab.example", new Guid("aaaaaaaa-0000-4000-8000-000000000007"), "Robin"),
            (robin.Email, robin.Uuid, robin.GivenName)
        );
        Assert.Equal(new DateTimeOffset(2024, 2, 3, 4, 5, 6, 789, 12, TimeSpan.Zero), robin.CreatedAt);
        Assert.Equal(["old", "o,l\"d"], robin.LinkedFormerLookitIds);
        // Of its own, of a group, and of the site admins.
        Assert.Equal(
            Permissions.OfReviewers.And(
                new SiteRights(SiteRight.ReadUsernames, StudyRight.ReadResponses, LabRight.None)
            ),
            robin.Rights
        );
        var ada = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Id == 8));
        Assert.Equal(MailPreferences.All with { NewStudies = false }, ada.Mail);
        Assert.False(await chs.WithAsync(db => db.Users.Where(u => u.Id == 9).Select(u => u.IsActive).SingleAsync()));

        var child = await chs.WithAsync(db => db.Children.SingleAsync());
        Assert.Equal(
            (5L, "Mika", new DateOnly(2020, 1, 2), Gender.Female, 17, 3UL, 576460752303423489UL),
            (
                child.Id,
                child.GivenName,
                child.Birthday,
                child.Gender,
                child.GestationalAge,
                child.Conditions,
                child.Languages
            )
        );
        var demographics = await chs.WithAsync(db => db.DemographicSnapshots.OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(
            ("2", "{\"no\": true}"),
            (demographics[0].Answers.NumberOfChildren, demographics[0].Answers.Extra)
        );
        Assert.Equal([new DateOnly(2020, 1, 2), new DateOnly(2021, 3, 4)], demographics[0].Answers.ChildBirthdays);
        Assert.Equal(["white", "asian"], demographics[0].Answers.RaceEthnicity);
        Assert.Equal(3, demographics[1].PreviousId);

        // Robin has two roles in each; Ada belongs to the lab without a role.
        Assert.Equal(
            [(7L, LabRole.Readonly), (7L, LabRole.Admin), (8L, LabRole.Associate)],
            await chs.WithAsync(async db =>
                (await db.LabMemberships.OrderBy(m => m.UserId).ThenBy(m => m.Role).ToListAsync()).Select(m =>
                    (m.UserId, m.Role)
                )
            )
        );
        Assert.Equal(
            [(7L, StudyRole.Analysis), (7L, StudyRole.SubmissionProcessor), (8L, StudyRole.Analysis)],
            await chs.WithAsync(async db =>
                (await db.StudyMemberships.OrderBy(m => m.UserId).ThenBy(m => m.Role).ToListAsync()).Select(m =>
                    (m.UserId, m.Role)
                )
            )
        );
        Assert.Equal(9, await chs.WithAsync(db => db.LabJoinRequests.Select(r => r.UserId).SingleAsync()));

        var studies = await chs.WithAsync(db => db.Studies.OrderBy(s => s.Id).ToListAsync());
        Assert.Equal([StudyState.Active, StudyState.Paused, StudyState.Created], studies.Select(s => s.State));
        Assert.Equal([StudyType.Frameplayer, StudyType.JsPsych, StudyType.External], studies.Select(s => s.Type));
        Assert.Equal([1, 1, null], studies.Select(s => s.LiveNumber));
        Assert.Equal(
            (
                "deaf OR speaks_en",
                "{\"issue_length\": \"long\"}",
                new DateTimeOffset(2024, 1, 5, 6, 7, 8, TimeSpan.Zero).AddTicks(90)
            ),
            (studies[0].Details.CriteriaExpression, studies[0].Declarations, studies[0].CreatedAt)
        );
        Assert.Equal(new ExternalArrangement(true, "Calendly", "", "", ""), studies[2].Details.External);
        var protocols = await chs.WithAsync(db => db.StudyVersions.OrderBy(v => v.StudyId).ToListAsync());
        Assert.Equal(("https://git.example/player", "abc"), (protocols[0].RunnerRepository, protocols[0].RunnerCommit));
        Assert.Equal(("initJsPsych()", "https://s.example"), (protocols[1].Experiment, protocols[2].ExternalUrl));
        Assert.All(protocols, protocol => Assert.Equal(StudyVersion.DigestOf(protocol.Protocol), protocol.Digest));
        Assert.Equal(
            [(6L, true), (9L, false)],
            await chs.WithAsync(async db =>
                (await db.ParticipationCriteria.OrderBy(c => c.OtherStudyId).ToListAsync()).Select(c =>
                    (c.OtherStudyId, c.IsRequired)
                )
            )
        );

        Assert.Equal(
            (1, 1, 1, 1),
            (
                await chs.WithAsync(db => db.StudyLog.CountAsync()),
                await chs.WithAsync(db => db.Feedback.CountAsync()),
                await chs.WithAsync(db => db.Videos.CountAsync()),
                await chs.WithAsync(db => db.Messages.CountAsync())
            )
        );
        Assert.Equal(
            [Ruling.Rejected, Ruling.Accepted],
            await chs.WithAsync(db => db.ConsentRulings.OrderBy(r => r.Id).Select(r => r.Ruling).ToListAsync())
        );
    }

    [Theory, OnEachWithPostgres]
    public async Task Splits_data_into_entries_without_loss(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await ImportAsync(chs, await LookitAsync());
        var ada = new Actor(8, new Guid("aaaaaaaa-0000-4000-8000-000000000008"), false, SiteRights.None);
        async Task<SessionView> Read(int number) =>
            (await chs.SendAsync(ada, new ReadSession(new Guid($"99999999-0000-4000-8000-0000000000{number}")))).Value;

        var frames = await Read(10);
        var data = Encoding.UTF8.GetString(frames.Data.Span);
        // As PostgreSQL stores it: names by length, digits as sent, the huge number spelt out.
        Assert.StartsWith("{\"0-a\":{\"a\": [null, 12345678901234567890, 1000", data);
        Assert.Contains("\"z\": 1.10}", data);
        Assert.Contains("é\\u0007", data);
        Assert.True(frames.Withdrawn);
        Assert.Equal(["0-a", "1-exit"], frames.Sequence);
        var header = await chs.WithAsync(db => db.Responses.SingleAsync(r => r.Id == 10));
        Assert.Equal(
            (PaymentStatus.ToPay, SessionStatus.CommunicationComplete, true, Ruling.Accepted, 8L, false),
            (header.Payment, header.SessionStatus, header.IsStarred, header.Ruling, header.ParticipantId, header.IsOpen)
        );
        Assert.Equal(
            (new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero), (string?)null),
            (header.ModifiedAt, header.RecordingMethod)
        );

        var trials = await Read(11);
        Assert.Equal("""[{"trial_type": "t", "trial_index": 0},5,null]""", Encoding.UTF8.GetString(trials.Data.Span));
        Assert.Equal(["0-t"], trials.Sequence);
        Assert.Equal(["Ineligible_TooOld", "Ineligible_TooYoung"], trials.Header.Eligibility);
        Assert.Equal(["other"], (await Read(12)).Sequence); // stored so: it is shown so
        Assert.Equal("\"odd\"", Encoding.UTF8.GetString((await Read(13)).Data.Span));

        // A session goes on where it was: the next trial is a plain append, and the sequence is derived anew.
        var next = await chs.SendAsync(
            ada,
            new SaveResponse(
                new Guid("99999999-0000-4000-8000-000000000012"),
                Some.Data("""[{"trial_type": "t", "trial_index": 0},{"trial_index":1,"trial_type":"u"}]"""),
                new ResponseFlags()
            )
        );
        Assert.Equal(["0-t", "1-u"], next.Value.Sequence);
        Assert.Equal(["0-t", "1-u"], (await Read(12)).Sequence);
    }

    [Theory, OnEachWithPostgres]
    public async Task Keeps_tokens_valid_and_secrets_sealed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await ImportAsync(chs, await LookitAsync());
        Assert.Equal(7, (await chs.SendAsync(null, new Authenticate(Token, CredentialKind.ApiToken))).Value.Actor.Key);
        Assert.True((await chs.SendAsync(null, new Authenticate(Token[..39] + "8", CredentialKind.ApiToken))).Failed);
        await chs.WithServicesAsync(async services =>
        {
            var factor = await services.GetRequiredService<IChsDb>().SecondFactors.SingleAsync();
            Assert.DoesNotContain("JBSWY3DPEHPK3PXP", Encoding.Latin1.GetString(factor.SealedSecret));
            Assert.Equal(
                (7L, true, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
                (
                    factor.UserId,
                    factor.IsActivated,
                    services.GetRequiredService<Seal>().Open(factor.SealedSecret, "second factor 7")
                )
            );
            Assert.Throws<System.Security.Cryptography.AuthenticationTagMismatchException>(() =>
                services.GetRequiredService<Seal>().Open(factor.SealedSecret, "second factor 8")
            );
        });
        Assert.DoesNotContain(Token, JsonSerializer.Serialize(await chs.WithAsync(db => db.Credentials.ToListAsync())));
    }

    [Theory, OnEachWithPostgres]
    public async Task Changes_nothing_the_second_time(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitAsync();
        await ImportAsync(chs, lookit);
        var before = await DumpAsync(chs);
        var again = await ImportAsync(chs, lookit);
        Assert.True(again.IsComplete);
        Assert.All(again.Entities, entity => Assert.Equal((0L, entity.InSource), (entity.Copied, entity.ThereBefore)));
        Assert.Equal(before, await DumpAsync(chs));

        // And what CHS made meanwhile has numbers behind the largest.
        var added = Some.User("new@x.example");
        await chs.WithAsync(async db =>
        {
            db.Users.Add(added);
            return await db.SaveChangesAsync(default);
        });
        Assert.True(added.Id > 9, $"{added.Id}");
        Assert.True((await ImportAsync(chs, lookit)).IsComplete);
    }

    [Theory, OnEachWithPostgres]
    public async Task Lists_what_it_can_t_take_and_takes_the_rest(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var report = await ImportAsync(
            chs,
            await LookitAsync(
                """
                INSERT INTO accounts_user (id, uuid, username, password) VALUES (20, gen_random_uuid(), 'ADA@x.example', '!');
                INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday, gender) VALUES (30, gen_random_uuid(), 8, 'Odd', '2020-01-01', 'x'), (31, gen_random_uuid(), 20, 'Of the refused', '2020-01-01', 'm'), (32, gen_random_uuid(), 8, 'Fine', '2020-01-01', 'm');
                INSERT INTO studies_response (id, uuid, study_id, study_type_id, child_id) VALUES (40, gen_random_uuid(), 4, 1, 31), (41, gen_random_uuid(), 4, 1, 32);
                INSERT INTO studies_studyuserobjectpermission VALUES (1, 4, 2, 8);
                """
            )
        );
        Assert.False(report.IsComplete);
        Assert.Equal(
            ["users 20", "children 30", "children 31", "responses 40", "permissions studies_studyuserobjectpermission"],
            report.Refused.Select(row => $"{row.Entity} {row.Key.Split('/')[0]}")
        );
        Assert.Contains("email", report.Refused[0].Reason);
        Assert.Contains("gender", report.Refused[1].Reason);
        Assert.Contains("ada@x.example", report.Refused[4].Reason);
        Assert.All(report.Refused, row => Assert.NotEqual("", row.Reason));
        Assert.Equal(
            [5L, 32L],
            await chs.WithAsync(db => db.Children.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync())
        );
        Assert.True(await chs.WithAsync(db => db.Responses.AnyAsync(r => r.Id == 41)));
        Assert.Equal(
            ["users", "children", "responses"],
            report.Entities.Where(entity => !entity.IsComplete).Select(entity => entity.Name)
        );
    }

    [Theory, OnEachWithPostgres]
    public async Task Goes_on_after_an_interruption(DatabaseProvider on)
    {
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, 700, 5);
        await using var chs = await TestChs.StartAsync(on);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ImportAsync(
                chs,
                lookit,
                progress =>
                {
                    if (progress is { Entity: "responses", Done: >= 300 })
                        stop.Cancel();
                },
                stop.Token
            )
        );
        Assert.Equal(300, await chs.WithAsync(db => db.Responses.CountAsync()));

        var report = await ImportAsync(chs, lookit);
        Assert.True(report.IsComplete);
        Assert.Equal(
            (400L, 300L),
            report
                .Entities.Where(entity => entity.Name == "responses")
                .Select(entity => (entity.Copied, entity.ThereBefore))
                .Single()
        );
        Assert.Equal(3500, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
    }

    [Theory, OnEachWithPostgres]
    public async Task Sees_one_moment_of_a_database_that_is_in_use(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitAsync();
        var report = await ImportAsync(
            chs,
            lookit,
            progress =>
            {
                if (progress.Entity == "users")
                    LookitDatabase
                        .ExecuteAsync(
                            lookit,
                            "INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday) VALUES (99, gen_random_uuid(), 8, 'Late', '2020-01-01')"
                        )
                        .GetAwaiter()
                        .GetResult();
            }
        );
        Assert.True(report.IsComplete);
        Assert.False(await chs.WithAsync(db => db.Children.AnyAsync(c => c.Id == 99)));
    }

    [Theory, OnEachWithPostgres]
    public async Task Refuses_a_database_that_holds_other_people(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new SeedDemo());
        var before = await DumpAsync(chs);
        var refused = await Assert.ThrowsAsync<LookitImportException>(async () =>
            await ImportAsync(chs, await LookitAsync())
        );
        Assert.Contains("Chs__Demo", refused.Message);
        Assert.Equal(before, await DumpAsync(chs));
    }

    [Theory, OnPostgres]
    public async Task Says_when_the_source_is_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        Assert.Contains(
            "accounts_user",
            (
                await Assert.ThrowsAsync<LookitImportException>(async () =>
                    await ImportAsync(chs, await TestDatabases.MakeEmptyPostgresAsync())
                )
            ).Message
        );
        Assert.Contains(
            "can't be opened",
            (
                await Assert.ThrowsAsync<LookitImportException>(() =>
                    ImportAsync(chs, "Host=127.0.0.1;Port=1;Username=x;Database=x")
                )
            ).Message
        );
        Assert.Contains(
            "can't be opened",
            (await Assert.ThrowsAsync<LookitImportException>(() => ImportAsync(chs, "nonsense"))).Message
        );
    }

    /// <summary>Every row of every table, as text.</summary>
    static async Task<string> DumpAsync(TestChs chs)
    {
        var dump = new StringBuilder();
        await chs.WithServicesAsync(async services =>
        {
            var db = services.GetRequiredService<ChsDbContext>();
            await db.Database.OpenConnectionAsync();
            foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().Order())
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                    dump.Append(table)
                        .Append(' ')
                        .AppendLine(
                            string.Join(
                                '|',
                                Enumerable
                                    .Range(0, reader.FieldCount)
                                    .Select(i =>
                                        reader.GetValue(i) is byte[] bytes
                                            ? Convert.ToHexString(bytes)
                                            : reader.GetValue(i).ToString()
                                    )
                            )
                        );
            }
        });
        return dump.ToString();
    }

    sealed class Listener(Action<ImportProgress>? on) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => on?.Invoke(value);
    }
}
