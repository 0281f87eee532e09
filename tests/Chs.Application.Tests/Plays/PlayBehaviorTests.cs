using System.Runtime.CompilerServices;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Plays;

/// <summary>What the key of a play opens, over all use cases.</summary>
public class PlayBehaviorTests
{
    static readonly Type[] Allowed =
    [
        typeof(CreateResponse),
        typeof(EndPlay),
        typeof(ExtendPlay),
        typeof(ListPastSessions),
        typeof(ListSessionsOfStudy),
        typeof(OpenPlayedSession),
        typeof(ReadBuiltFile),
        typeof(ReadChildForJsonApi),
        typeof(ReadPlay),
        typeof(ReadPlayedExperiment),
        typeof(ReadSession),
        typeof(ReadStudyForJsonApi),
        typeof(ReportBrowserErrors),
        typeof(SaveResponse),
    ];

    static IEnumerable<Type> Requests =>
        typeof(IWithinPlay)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IBaseRequest)) && !type.IsAbstract);

    [Fact]
    public void Study_code_may_send_what_its_play_needs_and_nothing_else()
    {
        var marked = Requests.Where(type => type.IsAssignableTo(typeof(IWithinPlay)));
        Assert.Equal(Allowed.OrderBy(type => type.Name), marked.OrderBy(type => type.Name));
    }

    [Theory, OnSqlite]
    public async Task All_other_requests_are_as_if_nothing_were_there(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        var others = Requests
            .Where(type => !type.IsAssignableTo(typeof(IWithinPlay)) && !type.IsAssignableTo(typeof(IAnonymous)))
            .ToList();
        Assert.True(others.Count > 100);
        foreach (var type in others)
        {
            var code = await RefusalAsync(chs, player, type);
            var expected = type.IsAssignableTo(typeof(ISystemRequest)) ? Error.Forbidden.Code : "resource.not_found";
            Assert.True(expected == code, $"{type.Name}: {code}");
        }
    }

    [Theory, OnSqlite]
    public async Task Nobody_else_can_send_what_belongs_to_a_play(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var type in Allowed.Where(type => type.IsAssignableTo(typeof(IPlayOnly))))
            Assert.Equal(Error.Unauthenticated.Code, await RefusalAsync(chs, world.Reviewer, type));
    }

    /// <summary>Sends an empty request of a type.</summary>
    /// <returns>The code of its refusal; null when it succeeds.</returns>
    static async Task<string?> RefusalAsync(TestChs chs, Actor actor, Type type)
    {
        dynamic answer = (await chs.SendAsync(actor, RuntimeHelpers.GetUninitializedObject(type)))!;
        return ((Error?)answer.Error)?.Code;
    }
}
