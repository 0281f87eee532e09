using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Sessions that are marked as previews.</summary>
public class SavePreview_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Turns_a_session_into_a_try_also_beside_an_open_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        // A researcher with a child may start real sessions and previews.
        var child = await chs.SendAsync(
            world.Researcher,
            new Accounts.AddChild(new Accounts.ChildInput { GivenName = "Try", Birthday = new DateOnly(2023, 1, 1) })
        );
        Task<Domain.Outcome<StartedResponse>> Start(bool preview) =>
            chs.SendAsync(world.Researcher, new StartResponse(world.Study.Uuid, child.Value.Id, preview));
        Task<Domain.Outcome<SessionView>> Mark(Guid response, bool preview) =>
            chs.SendAsync(
                world.Researcher,
                new SaveResponse(response, null, new ResponseFlags { IsPreview = preview })
            );
        var realId = (await Start(false)).Value.Id;
        var previewId = (await Start(true)).Value.Id;

        Assert.True((await Mark(realId, true)).Value.Header.IsPreview);
        // A preview never becomes real data.
        Assert.True((await Mark(previewId, false)).Value.Header.IsPreview);
    }
}
