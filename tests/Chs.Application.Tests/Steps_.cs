using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Every step of the work flow from every state by every role: the table says what comes of it.</summary>
public class Steps_
{
    /// <summary>Where each step leads from where. What isn't here isn't possible.</summary>
    const string Ways = """
        submit     created>submitted
        resubmit   rejected>submitted retracted>submitted
        approve    submitted>approved
        reject     submitted>rejected approved>rejected active>rejected paused>rejected deactivated>rejected
        retract    submitted>retracted
        activate   approved>active paused>active
        pause      active>paused
        deactivate active>deactivated paused>deactivated
        archive    created>archived submitted>archived rejected>archived retracted>archived approved>archived active>archived paused>archived deactivated>archived
        """;

    /// <summary>What each role does with a study: takes researchers' steps (r), reviewers' steps (v), only looks (l), or doesn't see it (-).</summary>
    const string Roles = """
        nobody:0 parent:- outsider:- lab.associate:- lab.guest:- lab.readonly:l lab.member:l lab.admin:r
        study.preview:l study.design:l study.analysis:l study.submissionProcessor:r study.researcher:r study.manager:r study.admin:r
        reviewer:rv superuser:rv
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task Come_to_what_the_table_says(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var actors = await ActorsAsync(chs, world);
        var ways = Ways.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(line =>
                line[1..].Select(way => (Step: line[0], From: way.Split('>')[0], To: way.Split('>')[1]))
            )
            .ToDictionary(way => (way.Step, way.From), way => way.To);
        List<string> differences = [];
        var tried = 0;
        foreach (var state in Enum.GetValues<StudyState>())
        foreach (var step in Enum.GetValues<StudyTrigger>())
        foreach (var (role, may, actor) in actors)
        {
            await chs.WithAsync(db =>
                db.Studies.Where(s => s.Id == world.Study.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, state))
            );
            var moved = await chs.SendAsync(actor, new MoveStudy(world.Study.Uuid, step, "", null));
            var needed = step is StudyTrigger.Approve or StudyTrigger.Reject ? 'v' : 'r';
            var expected =
                may == "0" ? "access.unauthenticated"
                : may == "-" ? "study.not_found"
                : !may.Contains(needed) ? "access.forbidden"
                : ways.GetValueOrDefault((Word(step), Word(state)), "study.wrong_state");
            var actual = moved.Failed ? moved.Error.Code : Word(moved.Value.State);
            if (actual != expected)
                differences.Add($"{Word(step)} from {Word(state)} by {role}: {actual} instead of {expected}");
            if (
                moved.Failed
                && await chs.WithAsync(db =>
                    db.Studies.Where(s => s.Id == world.Study.Id).Select(s => s.State).SingleAsync()
                ) != state
            )
                differences.Add($"{Word(step)} from {Word(state)} by {role} was refused, and yet moved");
            tried++;
        }

        Assert.True(differences is [], string.Join('\n', differences));
        Assert.Equal(9 * 9 * 17, tried);
        var reviewers = ways.Count(way => way.Key.Step is "approve" or "reject");
        Assert.Equal(
            (ways.Count - reviewers) * actors.Count(a => a.May.Contains('r'))
                + reviewers * actors.Count(a => a.May.Contains('v')),
            await chs.WithAsync(db => db.StudyLog.CountAsync())
        ); // one line for each step that was taken
    }

    static async Task<List<(string Role, string May, Actor? Actor)>> ActorsAsync(TestChs chs, World world)
    {
        List<(string, string, Actor?)> actors = [];
        foreach (
            var entry in Roles
                .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split(':'))
        )
        {
            Actor? actor = entry[0] switch
            {
                "nobody" => null,
                "parent" => world.Parent,
                "outsider" => world.Outsider,
                "reviewer" => world.Reviewer,
                var role => await chs.WithAsync(async db =>
                {
                    var user = Some.User($"{role}@uni.example", researcher: true);
                    if (role == "superuser")
                        user.MakeSuperuser();
                    db.Users.Add(user);
                    await db.SaveChangesAsync(default);
                    if (role.StartsWith("lab.", StringComparison.Ordinal))
                        db.LabMemberships.Add(
                            LabMembership.Of(world.Lab.Id, user.Id, Enum.Parse<LabRole>(role[4..], ignoreCase: true))
                        );
                    if (role.StartsWith("study.", StringComparison.Ordinal))
                        db.StudyMemberships.Add(
                            StudyMembership.Of(
                                world.Study.Id,
                                user.Id,
                                Enum.Parse<StudyRole>(role[6..], ignoreCase: true)
                            )
                        );
                    await db.SaveChangesAsync(default);
                    return Some.ActorOf(user);
                }),
            };
            actors.Add((entry[0], entry[1], actor));
        }

        return actors;
    }

    static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
