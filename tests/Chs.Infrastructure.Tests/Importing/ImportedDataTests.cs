using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Infrastructure.Tests.Importing;

/// <summary>Rows that an import brings, with their keys, ids and instants.</summary>
public class ImportedDataTests
{
    static async Task<TestChs> ImportAsync(DatabaseProvider on)
    {
        var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        return chs;
    }

    [Theory, OnEachWithPostgres]
    public async Task The_report_says_that_everything_was_copied(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var report = await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        Assert.True(report.IsComplete, string.Join('\n', report.Refused));
        Assert.All(
            report.Entities,
            entity =>
            {
                Assert.Equal(entity.InSource, entity.Copied);
                Assert.Equal(0L, entity.AlreadyPresent);
                Assert.Equal(entity.InSource, entity.Found);
            }
        );
    }

    [Theory, OnEachWithPostgres]
    public async Task Accounts_keep_what_identifies_them(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var robin = await chs.WithAsync(db => db.Users.SingleAsync(user => user.Id == 7));
        Assert.Equal("robin@lab.example", robin.Email);
        Assert.Equal(new Guid("aaaaaaaa-0000-4000-8000-000000000007"), robin.Uuid);
        Assert.Equal("Robin", robin.GivenName);
        Assert.Equal(new DateTimeOffset(2024, 2, 3, 4, 5, 6, 789, 12, TimeSpan.Zero), robin.CreatedAt);
        Assert.Equal(["old", "o,l\"d"], robin.LinkedFormerLookitIds);
    }

    /// <summary>The first hash is taken, the others would make each refused log-in slow, or match nothing.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Passwords_that_cost_too_much_are_disabled_and_reported(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        const string hash = "salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=";
        var lookit = await LookitImports.LookitAsync(
            $"UPDATE accounts_user SET password = 'pbkdf2_sha256$2000000${hash}' WHERE id = 7",
            $"UPDATE accounts_user SET password = 'pbkdf2_sha256$2000001${hash}' WHERE id = 8",
            "UPDATE accounts_user SET password = 'argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA' WHERE id = 9"
        );
        var report = await LookitImports.ImportAsync(chs, lookit);
        Assert.True(report.IsComplete);
        var hashes = await chs.WithAsync(db => db.Users.OrderBy(u => u.Id).Select(u => u.PasswordHash).ToListAsync());
        Assert.Equal([$"pbkdf2_sha256$2000000${hash}", User.NoPassword, User.NoPassword], hashes);
        Assert.Contains("users 8/aaaaaaaa-0000-4000-8000-000000000008", report.Notes[0]);
        Assert.Contains("2,000,000 iterations", report.Notes[0]);
        Assert.Contains("users 9/", report.Notes[1]);
    }

    /// <summary>Log-ins look for the stored form, in which domains are ASCII.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Addresses_get_the_form_in_which_log_ins_look_for_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitImports.LookitAsync(
            "UPDATE accounts_user SET username = 'Robin@Bücher.example' WHERE id = 7",
            "UPDATE accounts_user SET username = 'nobody at all' WHERE id = 8",
            "UPDATE accounts_user SET username = 'x@released.invalid' WHERE id = 9"
        );
        var report = await LookitImports.ImportAsync(chs, lookit);
        Assert.True(report.IsComplete);
        var stored = await chs.WithAsync(db => db.Users.OrderBy(u => u.Id).Select(u => u.Email).ToListAsync());
        Assert.Equal(["robin@xn--bcher-kva.example", "nobody at all", "x@released.invalid"], stored);
        Assert.Equal(2, report.Notes.Count(note => note.Contains("mail can't be sent to the address")));
        Assert.Contains("users 8/", report.Notes[0]);
    }

    [Theory, OnEachWithPostgres]
    public async Task Of_two_accounts_with_one_address_the_second_is_reported(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitImports.LookitAsync(
            "UPDATE accounts_user SET username = 'robin@bücher.example' WHERE id = 7",
            "UPDATE accounts_user SET username = 'Robin@xn--bcher-kva.example' WHERE id = 9"
        );
        var report = await LookitImports.ImportAsync(chs, lookit);
        Assert.Contains(report.Refused, row => row.Entity == "users" && row.Key.StartsWith("9/"));
        var kept = await chs.WithAsync(db => db.Users.SingleAsync(u => u.Email == "robin@xn--bcher-kva.example"));
        Assert.Equal(7, kept.Id);
    }

    /// <summary>Rights of the account itself, of a group, and of the site's admins.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Accounts_keep_their_rights(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var robin = await chs.WithAsync(db => db.Users.SingleAsync(user => user.Id == 7));
        var ownAndOfGroup = new SiteRights(SiteRight.ReadUsernames, StudyRight.ReadResponses, LabRight.None);
        Assert.Equal(Permissions.OfReviewers.Union(ownAndOfGroup), robin.Rights);
    }

    [Theory, OnEachWithPostgres]
    public async Task Accounts_keep_their_preferences_and_stay_closed(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var ada = await chs.WithAsync(db => db.Users.SingleAsync(user => user.Id == 8));
        Assert.Equal(MailPreferences.All with { NewStudies = false }, ada.Mail);
        var bo = await chs.WithAsync(db => db.Users.SingleAsync(user => user.Id == 9));
        Assert.False(bo.IsActive);
    }

    [Theory, OnEachWithPostgres]
    public async Task Children_keep_what_their_parents_said(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var child = await chs.WithAsync(db => db.Children.SingleAsync());
        Assert.Equal(5L, child.Id);
        Assert.Equal("Mika", child.GivenName);
        Assert.Equal(new DateOnly(2020, 1, 2), child.Birthday);
        Assert.Equal(Gender.Female, child.Gender);
        Assert.Equal(17, child.GestationalAge);
        Assert.Equal(3UL, child.Conditions);
        Assert.Equal(576460752303423489UL, child.Languages);
    }

    [Theory, OnEachWithPostgres]
    public async Task Answers_to_the_demographic_survey_stay_as_they_were(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var snapshots = await chs.WithAsync(db =>
            db.DemographicSnapshots.OrderBy(snapshot => snapshot.Id).ToListAsync()
        );
        var answers = snapshots[0].Answers;
        Assert.Equal("2", answers.NumberOfChildren);
        Assert.Equal("{\"no\": true}", answers.Extra);
        Assert.Equal([new DateOnly(2020, 1, 2), new DateOnly(2021, 3, 4)], answers.ChildBirthdays);
        Assert.Equal(["white", "asian"], answers.RaceEthnicity);
        Assert.Equal(3, snapshots[1].PreviousId);
    }

    /// <summary>Robin has two roles in the lab and in the study. Ada belongs to the lab without a role.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Members_of_labs_and_studies_keep_all_their_roles(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var ofLab = await chs.WithAsync(db =>
            db.LabMemberships.OrderBy(member => member.UserId).ThenBy(member => member.Role).ToListAsync()
        );
        Assert.Equal(
            [(7L, LabRole.Readonly), (7L, LabRole.Admin), (8L, LabRole.Associate)],
            ofLab.Select(member => (member.UserId, member.Role))
        );
        var ofStudy = await chs.WithAsync(db =>
            db.StudyMemberships.OrderBy(member => member.UserId).ThenBy(member => member.Role).ToListAsync()
        );
        Assert.Equal(
            [(7L, StudyRole.Analysis), (7L, StudyRole.SubmissionProcessor), (8L, StudyRole.Analysis)],
            ofStudy.Select(member => (member.UserId, member.Role))
        );
        var request = await chs.WithAsync(db => db.LabJoinRequests.SingleAsync());
        Assert.Equal(9, request.UserId);
    }

    [Theory, OnEachWithPostgres]
    public async Task Studies_of_each_type_keep_their_state_and_description(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var studies = await chs.WithAsync(db => db.Studies.OrderBy(study => study.Id).ToListAsync());
        Assert.Equal([StudyState.Active, StudyState.Paused, StudyState.Created], studies.Select(study => study.State));
        Assert.Equal(
            [StudyType.Frameplayer, StudyType.JsPsych, StudyType.External],
            studies.Select(study => study.Type)
        );
        Assert.Equal([1, 1, null], studies.Select(study => study.LiveNumber));
        Assert.Equal("deaf OR speaks_en", studies[0].Details.CriteriaExpression);
        Assert.Equal("{\"issue_length\": \"long\"}", studies[0].Declarations);
        var createdAt = new DateTimeOffset(2024, 1, 5, 6, 7, 8, TimeSpan.Zero).AddTicks(90);
        Assert.Equal(createdAt, studies[0].CreatedAt);
        Assert.Equal(new ExternalArrangement(true, "Calendly", "", "", ""), studies[2].Details.External);
    }

    [Theory, OnEachWithPostgres]
    public async Task Studies_keep_their_required_and_excluded_studies(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var criteria = await chs.WithAsync(db =>
            db.ParticipationCriteria.OrderBy(criterion => criterion.OtherStudyId).ToListAsync()
        );
        Assert.Equal(
            [(6L, true), (9L, false)],
            criteria.Select(criterion => (criterion.OtherStudyId, criterion.IsRequired))
        );
    }

    [Theory, OnEachWithPostgres]
    public async Task Each_study_gets_a_version_with_its_protocol(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        var versions = await chs.WithAsync(db => db.StudyVersions.OrderBy(version => version.StudyId).ToListAsync());
        Assert.Equal("https://git.example/player", versions[0].RunnerRepository);
        Assert.Equal("abc", versions[0].RunnerCommit);
        Assert.Equal("initJsPsych()", versions[1].Experiment);
        Assert.Equal("https://s.example", versions[2].ExternalUrl);
        Assert.All(versions, version => Assert.Equal(StudyVersion.DigestOf(version.Protocol), version.Digest));
    }

    [Theory, OnEachWithPostgres]
    public async Task What_belongs_to_studies_and_responses_comes_along(DatabaseProvider on)
    {
        await using var chs = await ImportAsync(on);
        Assert.Equal(1, await chs.WithAsync(db => db.StudyLog.CountAsync()));
        Assert.Equal(1, await chs.WithAsync(db => db.Feedback.CountAsync()));
        Assert.Equal(1, await chs.WithAsync(db => db.Videos.CountAsync()));
        Assert.Equal(1, await chs.WithAsync(db => db.Messages.CountAsync()));
        Assert.Equal(
            [Ruling.Rejected, Ruling.Accepted],
            await chs.WithAsync(db =>
                db.ConsentRulings.OrderBy(ruling => ruling.Id).Select(ruling => ruling.Ruling).ToListAsync()
            )
        );
    }
}
