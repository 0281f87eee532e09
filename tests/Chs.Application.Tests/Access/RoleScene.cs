using Chs.Application.Access;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Access;

/// <summary>
/// A world in which somebody has each role that there is, and somebody has each kind of rights on the site. A role that
/// is added to an enum is here, too.
/// </summary>
sealed class RoleScene(TestChs chs, World world)
{
    public sealed record Person(string Name, Actor Actor, StudyRole? InStudy, LabRole? InLab)
    {
        /// <summary>What the person may do with the study, as the tables of permissions say.</summary>
        public StudyRight OnStudy =>
            Actor.Rights.OnStudies
            | (InStudy is { } study ? Permissions.Of(study) : StudyRight.None)
            | (InLab is { } lab ? Permissions.Of(lab) : StudyRight.None);

        /// <summary>What the person may do with the lab.</summary>
        public LabRight OnLab => Actor.Rights.OnLabs | (InLab is { } lab ? Permissions.OnLab(lab) : LabRight.None);

        /// <summary>What the person may do with each study of the lab.</summary>
        public StudyRight OnStudiesOfLab =>
            Actor.Rights.OnStudies | (InLab is { } lab ? Permissions.Of(lab) : StudyRight.None);

        public override string ToString() => Name;
    }

    public World World => world;

    /// <summary>The lab's and the study's only admin beside those who are one for a test.</summary>
    public Actor Admin => world.Researcher;

    public IReadOnlyList<Person> People { get; private set; } = [];

    /// <summary>Somebody of the lab without a right in it, and without a role in the study.</summary>
    public Actor Colleague { get; private set; } = null!;

    /// <summary>A researcher of no lab.</summary>
    public Actor Stranger => world.Outsider;

    public static async Task<RoleScene> MakeAsync(TestChs chs)
    {
        var scene = new RoleScene(chs, await World.MakeAsync(chs));
        scene.Colleague = await chs.AddResearcherAsync("colleague");
        List<Person> people = [];
        foreach (var role in Enum.GetValues<StudyRole>())
            people.Add(new($"study's {role}", await chs.AddResearcherAsync($"study-{role}"), role, LabRole.Associate));
        foreach (var role in Enum.GetValues<LabRole>())
            people.Add(new($"lab's {role}", await chs.AddResearcherAsync($"lab-{role}"), null, role));
        foreach (var (name, rights) in SiteRightsToTry())
        {
            var user = Some.User($"{name}@site.example", researcher: true);
            user.ReplaceRights(rights);
            people.Add(new(name, await chs.AddAsync(user), null, null));
        }

        scene.People = people;
        await scene.ResetAsync();
        return scene;
    }

    static IEnumerable<(string Name, SiteRights Rights)> SiteRightsToTry()
    {
        yield return ("nobody-special", SiteRights.None);
        yield return ("reviewer-of-site", Permissions.OfReviewers);
        yield return ("administrator", SiteRights.All);
        yield return (
            "managing-everywhere",
            new(SiteRight.All, StudyRight.ReadDetails | StudyRight.ManageResearchers, LabRight.ManageResearchers)
        );
        yield return ("all-but-data", SiteRights.All with { OnStudies = StudyRight.All & ~StudyRight.ReadResponses });
    }

    /// <summary>Gives everybody the roles that the scene began with, whatever happened since.</summary>
    public Task ResetAsync() =>
        chs.WithAsync(async db =>
        {
            var lab = world.Lab.Id;
            var study = world.Study.Id;
            await db.LabMemberships.Where(m => m.LabId == lab).ExecuteDeleteAsync();
            await db.StudyMemberships.Where(m => m.StudyId == study).ExecuteDeleteAsync();
            db.LabMemberships.Add(LabMembership.Of(lab, Admin.Key, LabRole.Admin));
            db.StudyMemberships.Add(StudyMembership.Of(study, Admin.Key, StudyRole.Admin));
            db.LabMemberships.Add(LabMembership.Of(lab, Colleague.Key, LabRole.Associate));
            foreach (var person in People)
            {
                if (person.InLab is { } inLab)
                    db.LabMemberships.Add(LabMembership.Of(lab, person.Actor.Key, inLab));
                if (person.InStudy is { } inStudy)
                    db.StudyMemberships.Add(StudyMembership.Of(study, person.Actor.Key, inStudy));
            }

            return await db.SaveChangesAsync(default);
        });

    public Task<List<StudyRole>> StudyRolesOfAsync(Actor person) =>
        chs.WithAsync(db =>
            db.StudyMemberships.Where(m => m.StudyId == world.Study.Id && m.UserId == person.Key)
                .Select(m => m.Role)
                .ToListAsync()
        );

    public Task<List<LabRole>> LabRolesOfAsync(Actor person) =>
        chs.WithAsync(db =>
            db.LabMemberships.Where(m => m.LabId == world.Lab.Id && m.UserId == person.Key)
                .Select(m => m.Role)
                .ToListAsync()
        );

    /// <summary>Closes an account, as staff would.</summary>
    public Task CloseAsync(Actor person) =>
        chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Id == person.Key);
            user.Moderate(new AccountStanding(false, false, ""), Some.DeedOf(Admin));
            return await db.SaveChangesAsync(default);
        });
}
