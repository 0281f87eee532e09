using Chs.Application.Responses;
using Chs.Domain.Responses;

namespace Chs.Testing;

/// <summary>Steps that many tests take in a <see cref="World"/>.</summary>
public static class WorldActions
{
    public static async Task<Guid> StartAsync(this TestChs chs, World world, bool preview = false) =>
        (await chs.SendAsync(world.Parent, new StartResponse(world.Study.Uuid, world.Child.Uuid, preview)))
            .Value
            .Response!
            .Id;

    public static Task<Domain.Outcome<SessionView>> SaveAsync(
        this TestChs chs,
        World world,
        Guid response,
        string? data,
        ResponseFlags? flags = null
    ) =>
        chs.SendAsync(
            world.Parent,
            new SaveResponse(response, data is null ? null : Some.Data(data), flags ?? new ResponseFlags())
        );

    /// <summary>The parent consents and the researcher accepts it.</summary>
    public static async Task ConsentAsync(this TestChs chs, World world, Guid response)
    {
        await chs.SaveAsync(world, response, null, new ResponseFlags { CompletedConsentFrame = true });
        var ruled = await chs.SendAsync(
            world.Researcher,
            new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, "")
        );
        if (ruled.Failed)
            throw new InvalidOperationException(ruled.Error.Code);
    }
}
