using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Tries every step of the workflow from every state by every role, and compares the results with tables.</summary>
public class WorkflowTableTests
{
    /// <summary>The states that each step connects. Every other step is refused.</summary>
    const string Transitions = """
        submit     created>submitted rejected>submitted retracted>submitted sentback>submitted
        resubmit   rejected>submitted retracted>submitted sentback>submitted
        approve    submitted>approved
        reject     submitted>rejected approved>rejected active>rejected paused>rejected deactivated>rejected
        retract    submitted>retracted
        activate   approved>active paused>active
        pause      active>paused
        deactivate active>deactivated paused>deactivated
        archive    created>archived submitted>archived rejected>archived retracted>archived sentback>archived
        archive    approved>archived active>archived paused>archived deactivated>archived
        """;

    /// <summary>The rights of each role.</summary>
    /// <remarks>r: researchers' steps, v: reviewers' steps, l: only read, -: not even read, 0: not logged in.</remarks>
    const string Roles = """
        nobody:0 parent:- outsider:- lab.associate:- lab.guest:- lab.readonly:l lab.member:l lab.admin:r
        study.preview:l study.design:l study.analysis:l
        study.submissionProcessor:r study.researcher:r study.manager:r study.admin:r
        reviewer:rv superuser:rv
        """;

    /// <param name="Rights">Letters as in <see cref="Roles"/>.</param>
    sealed record RoleActor(string Role, string Rights, Actor? Actor);

    [Theory, OnSqlite, OnPostgres]
    public async Task Steps_come_to_what_the_tables_say(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var actors = await ActorsAsync(chs, world);
        var before = await chs.WithAsync(db => db.StudyLog.CountAsync());
        var differences = await TryEverythingAsync(chs, world, actors);
        Assert.True(differences is [], string.Join('\n', differences));
        Assert.Equal(before + StepsTaken(actors), await chs.WithAsync(db => db.StudyLog.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Steps_are_offered_to_whoever_may_take_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var readers = (await ActorsAsync(chs, world)).Where(actor => actor.Rights is not ("0" or "-")).ToList();
        List<string> differences = [];
        foreach (var state in Enum.GetValues<StudyState>())
        {
            await BringToAsync(chs, world, state);
            foreach (var reader in readers)
            {
                var expected = string.Join(' ', ExpectedOffers(state, reader.Rights));
                var study = await chs.AnswerAsync(reader.Actor, new ReadStudy(world.Study.Uuid));
                var offered = string.Join(' ', study.NextSteps.Select(Word));
                if (offered != expected)
                    differences.Add($"{Word(state)} to {reader.Role}: '{offered}' instead of '{expected}'");
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public void Tables_are_about_every_state_step_and_role() =>
        Assert.Equal(
            (10, 9, 17),
            (
                Enum.GetValues<StudyState>().Length,
                Enum.GetValues<StudyTrigger>().Length,
                Roles.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length
            )
        );

    static async Task<List<string>> TryEverythingAsync(TestChs chs, World world, List<RoleActor> actors)
    {
        var transitions = ReadTransitions();
        List<string> differences = [];
        foreach (var state in Enum.GetValues<StudyState>())
        foreach (var step in Enum.GetValues<StudyTrigger>())
        foreach (var actor in actors)
        {
            var expected = Expected(transitions, state, step, actor.Rights);
            if (await TryAsync(chs, world, state, step, actor.Actor, expected) is { } difference)
                differences.Add($"{Word(step)} from {Word(state)} by {actor.Role}: {difference}");
        }

        return differences;
    }

    /// <summary>Number of steps that are allowed, each of which leaves an entry in the log.</summary>
    static int StepsTaken(List<RoleActor> actors)
    {
        var transitions = ReadTransitions();
        var reviewersSteps = transitions.Keys.Count(key => IsReviewers(key.Step));
        var researchersSteps = transitions.Count - reviewersSteps;
        return (researchersSteps * actors.Count(a => a.Rights.Contains('r')))
            + (reviewersSteps * actors.Count(a => a.Rights.Contains('v')));
    }

    static Dictionary<(string Step, string From), string> ReadTransitions() =>
        (
            from line in Transitions.Split('\n')
            let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            from transition in words[1..]
            let states = transition.Split('>')
            select (Step: words[0], From: states[0], To: states[1])
        ).ToDictionary(transition => (transition.Step, transition.From), transition => transition.To);

    static bool IsReviewers(string step) => step is "approve" or "reject";

    /// <summary>The state that follows, or the code of the refusal.</summary>
    static string Expected(
        Dictionary<(string Step, string From), string> transitions,
        StudyState state,
        StudyTrigger step,
        string rights
    )
    {
        if (rights == "0")
            return "access.unauthenticated";
        if (rights == "-")
            return "study.not_found";
        if (!rights.Contains(IsReviewers(Word(step)) ? 'v' : 'r'))
            return "access.forbidden";
        return transitions.GetValueOrDefault((Word(step), Word(state)), "study.wrong_state");
    }

    /// <summary>The steps from a state that come to another one.</summary>
    static IEnumerable<string> ExpectedOffers(StudyState state, string rights)
    {
        var transitions = ReadTransitions();
        foreach (var step in Enum.GetValues<StudyTrigger>())
        {
            // Both names of a submission are understood, and one is offered.
            if (step is StudyTrigger.Submit && transitions.ContainsKey(("resubmit", Word(state))))
                continue;
            var next = Expected(transitions, state, step, rights);
            if (transitions.GetValueOrDefault((Word(step), Word(state))) == next)
                yield return Word(step);
        }
    }

    static Task<int> BringToAsync(TestChs chs, World world, StudyState state) =>
        chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == world.Study.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, state))
        );

    /// <returns>How the result differs from what is expected; null when it doesn't.</returns>
    static async Task<string?> TryAsync(
        TestChs chs,
        World world,
        StudyState state,
        StudyTrigger step,
        Actor? actor,
        string expected
    )
    {
        await BringToAsync(chs, world, state);
        var moved = await chs.SendAsync(actor, new MoveStudy(world.Study.Uuid, step, "", null));
        var actual = moved.Failed ? moved.Error.Code : Word(moved.Value.State);
        if (actual != expected)
            return $"{actual} instead of {expected}";
        var stored = await chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == world.Study.Id).Select(s => s.State).SingleAsync()
        );
        return moved.Failed && stored != state ? "refused, and yet moved" : null;
    }

    static async Task<List<RoleActor>> ActorsAsync(TestChs chs, World world)
    {
        List<RoleActor> actors = [];
        foreach (var entry in Roles.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split(':');
            var actor = parts[0] switch
            {
                "nobody" => null,
                "parent" => world.Parent,
                "outsider" => world.Outsider,
                "reviewer" => world.Reviewer,
                var role => await AddActorAsync(chs, world, role),
            };
            actors.Add(new RoleActor(parts[0], parts[1], actor));
        }

        return actors;
    }

    /// <param name="role">Such as <c>lab.member</c>, <c>study.manager</c> or <c>superuser</c>.</param>
    static Task<Actor> AddActorAsync(TestChs chs, World world, string role) =>
        chs.WithAsync(async db =>
        {
            var user = Some.User($"{role}@uni.example", researcher: true);
            if (role == "superuser")
                user.MakeSuperuser();
            db.Users.Add(user);
            await db.SaveChangesAsync(default);

            var name = role.Split('.')[^1];
            if (role.StartsWith("lab.", StringComparison.Ordinal))
            {
                var labRole = Enum.Parse<LabRole>(name, ignoreCase: true);
                db.LabMemberships.Add(LabMembership.Of(world.Lab.Id, user.Id, labRole));
            }

            if (role.StartsWith("study.", StringComparison.Ordinal))
            {
                var studyRole = Enum.Parse<StudyRole>(name, ignoreCase: true);
                db.StudyMemberships.Add(StudyMembership.Of(world.Study.Id, user.Id, studyRole));
            }

            await db.SaveChangesAsync(default);
            return Some.ActorOf(user);
        });

    static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
