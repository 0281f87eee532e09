using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Api.Tests;

/// <summary>One person of every role, around one paused study with a consented response and one without consent.</summary>
/// <param name="feedbackOn">The document that gives feedback on v1.</param>
sealed class RoleMatrixWorld(ApiHost host, Func<Dictionary<string, Guid>, HttpContent?> feedbackOn)
{
    public async Task<(Dictionary<string, ApiClient> Actors, Dictionary<string, Guid> Ids)> PrepareAsync(string[] roles)
    {
        var (parent, _, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var reviewer = await host.LoggedInAsync("reviewer");
        var actors = new Dictionary<string, ApiClient>
        {
            ["nobody"] = host.Nobody(),
            ["parent"] = parent,
            ["other"] = other,
            ["reviewer"] = reviewer,
        };
        var users = new Dictionary<string, Guid>();
        foreach (var role in roles.Where(role => !actors.ContainsKey(role)).ToList())
        {
            var browser = host.Nobody();
            var email = $"{role}-{Guid.NewGuid():N}@uni.example";
            users[role] = (
                await browser.PostJsonAsync(
                    "/api/v3/accounts",
                    new
                    {
                        email,
                        password = "seven green bottles",
                        givenName = "Ada",
                        familyName = "Example",
                        researcher = true,
                    }
                )
            ).GetProperty("id").GetGuid();
            await browser.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
            actors[role] = browser;
        }

        await ConfirmAsync([.. users.Values]);

        // The study's admin makes it; its lab's roles and the other study roles are given below, where no address for them exists yet.
        var admin = actors["admin"];
        var lab = (
            await admin.PostJsonAsync(
                "/api/v3/labs",
                new
                {
                    name = $"Lab {Guid.NewGuid()}",
                    institution = "",
                    principalInvestigator = "PI",
                    contactEmail = $"{Guid.NewGuid():N}@x.org",
                }
            )
        ).GetProperty("id").GetGuid();
        await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/approval");
        var study = (await admin.PostJsonAsync("/api/v3/studies", new { labId = lab, study = new { name = "Matrix" } }))
            .GetProperty("id")
            .GetGuid();
        foreach (
            var (who, step) in (IEnumerable<(ApiClient, string)>)
                [(admin, "submit"), (reviewer, "approve"), (admin, "activate")]
        )
            await who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step });

        var (user, demographics) = await AnswerSurveyAsync(child);
        var response = await parent.StartAsync(study, child);
        (
            await parent.PatchAsync(response, """{"exp_data":[],"completed_consent_frame":true,"completed":true}""")
        ).EnsureSuccessStatusCode();
        await admin.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        var unconsented = await parent.StartAsync(study, child);
        var given = await admin.SendAsync(
            HttpMethod.Post,
            "/api/v1/feedback/",
            feedbackOn(new() { ["response"] = response, ["feedback"] = Guid.Empty })
        );
        var feedback = (await ApiClient.ReadAsync(given)).GetProperty("data").GetProperty("id").GetGuid();
        await admin.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step = "pause" });
        await GiveRolesAsync(users, lab, study);
        return (
            actors,
            new()
            {
                ["study"] = study,
                ["child"] = child,
                ["user"] = user,
                ["demographics"] = demographics,
                ["lab"] = lab,
                ["response"] = response,
                ["unconsented"] = unconsented,
                ["feedback"] = feedback,
            }
        );
    }

    /// <summary>As if each had followed the link of the mail.</summary>
    async Task ConfirmAsync(Guid[] ids)
    {
        await using var db = host.Database();
        foreach (var user in await db.Users.Where(u => ids.Contains(u.Uuid)).ToListAsync())
            user.ConfirmEmail(Some.Moment);
        await db.SaveChangesAsync();
    }

    /// <summary>No address for it exists yet.</summary>
    async Task<(Guid User, Guid Demographics)> AnswerSurveyAsync(Guid child)
    {
        await using var db = host.Database();
        var user = await db.Users.SingleAsync(u => db.Children.Any(c => c.UserId == u.Id && c.Uuid == child));
        var snapshot = DemographicSnapshot.Take(
            user.Id,
            null,
            DemographicAnswers.None with
            {
                Country = "US",
            },
            Some.Moment
        );
        db.DemographicSnapshots.Add(snapshot);
        await db.SaveChangesAsync();
        return (user.Uuid, snapshot.Uuid);
    }

    async Task GiveRolesAsync(Dictionary<string, Guid> users, Guid labId, Guid studyId)
    {
        await using var db = host.Database();
        var (lab, study) = (
            await db.Labs.SingleAsync(l => l.Uuid == labId),
            await db.Studies.SingleAsync(s => s.Uuid == studyId)
        );
        async Task<long> Key(string role) =>
            await db.Users.Where(u => u.Uuid == users[role]).Select(u => u.Id).SingleAsync();
        // Whoever made the lab is its admin: as the study's admin it must not be.
        db.LabMemberships.Remove(await db.LabMemberships.SingleAsync(m => m.LabId == lab.Id));
        foreach (
            var (role, given) in (IEnumerable<(string, LabRole)>)
                [
                    ("guest", LabRole.Guest),
                    ("readonly", LabRole.Readonly),
                    ("member", LabRole.Member),
                    ("ladmin", LabRole.Admin),
                ]
        )
            db.LabMemberships.Add(LabMembership.Of(lab.Id, await Key(role), given));
        foreach (
            var (role, given) in (IEnumerable<(string, StudyRole)>)
                [
                    ("preview", StudyRole.Preview),
                    ("design", StudyRole.Design),
                    ("analysis", StudyRole.Analysis),
                    ("processor", StudyRole.SubmissionProcessor),
                    ("researcher", StudyRole.Researcher),
                    ("manager", StudyRole.Manager),
                ]
        )
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, await Key(role), given));
        var (reader, superuser) = (users["reader"], users["superuser"]);
        (await db.Users.SingleAsync(u => u.Uuid == reader)).AddRights(
            SiteRights.None with
            {
                Site = SiteRight.ReadAllUserData,
            }
        );
        (await db.Users.SingleAsync(u => u.Uuid == superuser)).MakeSuperuser();
        await db.SaveChangesAsync();
    }
}
