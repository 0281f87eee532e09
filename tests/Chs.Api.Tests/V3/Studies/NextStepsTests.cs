using System.Net;
using System.Net.Http.Json;
using Chs.Api.Tests.Access.Roles;
using Chs.Domain.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

/// <summary>Steps that <c>nextSteps</c> offers can be taken, and others can't: as each role of the matrix.</summary>
[Collection("api")]
public class NextStepsTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    static readonly HttpStatusCode[] Refusals =
    [
        HttpStatusCode.Unauthorized,
        HttpStatusCode.Forbidden,
        HttpStatusCode.NotFound,
        HttpStatusCode.Conflict,
    ];

    public static TheoryData<string> Roles => [.. RolePeople.Roles];

    [Theory, MemberData(nameof(Roles))]
    public async Task A_step_is_offered_if_it_can_be_taken(string role)
    {
        List<string> differences = [];
        foreach (var step in Enum.GetValues<StudyTrigger>())
        {
            var name = step.ToString().ToLowerInvariant();
            var isOffered = (await OfferedAsync(role)).Contains(name);
            var status = await TakeAsync(role, name);
            if (isOffered && Refusals.Contains(status))
                differences.Add($"{name} is offered, and answers {(int)status}");
            if (!isOffered && !Refusals.Contains(status))
                differences.Add($"{name} isn't offered, and answers {(int)status}");
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    /// <summary>The steps that the paused study offers; none to whoever may not read it.</summary>
    async Task<List<string?>> OfferedAsync(string role)
    {
        using var answer = await world.SendAsync(role, "GET", "/api/v3/studies/{study}", () => null);
        if (!answer.IsSuccessStatusCode)
            return [];
        var study = await ApiClient.ReadAsync(answer);
        return [.. study.GetProperty("nextSteps").EnumerateArray().Select(step => step.GetString())];
    }

    async Task<HttpStatusCode> TakeAsync(string role, string step)
    {
        using var answer = await world.SendAsync(
            role,
            "POST",
            "/api/v3/studies/{study}/steps",
            () => JsonContent.Create(new { step })
        );
        return answer.StatusCode;
    }
}
