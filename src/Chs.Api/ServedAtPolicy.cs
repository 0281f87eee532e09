using Microsoft.AspNetCore.Routing.Matching;

namespace Chs.Api;

/// <summary>
/// Lets routing see only the endpoints of the origin that is asked: what isn't served there isn't there, and one
/// address can be two different things.
/// </summary>
sealed class ServedAtPolicy(PlayOrigin hosts) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext http, CandidateSet candidates)
    {
        var isPlay = hosts.Covers(http.Request);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i))
                continue;
            var served = ServedAt.Of(candidates[i].Endpoint);
            candidates.SetValidity(i, isPlay ? served.Play : served.Site);
        }

        return Task.CompletedTask;
    }
}
