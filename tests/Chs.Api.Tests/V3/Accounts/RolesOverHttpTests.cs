using System.Net;
using Chs.Api.Tests.V3.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

/// <summary>What people are answered who give themselves, or others, more than they have; and who hand over what they have.</summary>
[Collection("api")]
public class RolesOverHttpTests(ApiHost host)
{
    [Fact]
    public async Task A_manager_makes_neither_himself_admin_nor_somebody_else_an_analyst()
    {
        var (owner, ownerEmail, _) = await host.ResearcherAsync();
        var (manager, _, managerId) = await host.ResearcherAsync();
        var (_, _, otherId) = await host.ResearcherAsync();
        var lab = await owner.CreateLabAsync(ownerEmail);
        var study = await owner.CreateStudyAsync(lab, "Roles");
        await SetAsync(owner, $"labs/{lab}/members/{managerId}", "member").SucceedsAsync();
        await SetAsync(owner, $"labs/{lab}/members/{otherId}", "member").SucceedsAsync();
        await SetAsync(owner, $"studies/{study}/researchers/{managerId}", "manager").SucceedsAsync();

        await SetAsync(manager, $"studies/{study}/researchers/{managerId}", "admin")
            .IsProblemAsync(403, "rights.not_to_yourself");
        using var refused = await SetAsync(manager, $"studies/{study}/researchers/{otherId}", "analysis");
        Assert.Equal((403, "rights.not_yours_to_give"), await ApiHost.ProblemAsync(refused));
        Assert.Contains("readResponses", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await SetAsync(manager, $"studies/{study}/researchers/{otherId}", "design").SucceedsAsync();

        var rights = await manager.GetJsonAsync($"/api/v3/studies/{study}/rights");
        var offered = rights.GetProperty("rolesToGive").EnumerateArray().Select(role => role.GetString());
        Assert.Equal(["preview", "design", "manager"], offered);
    }

    [Fact]
    public async Task A_reviewer_makes_nobody_a_labs_admin()
    {
        var (owner, email, _) = await host.ResearcherAsync();
        var (_, _, otherId) = await host.ResearcherAsync();
        var lab = await owner.CreateLabAsync(email);
        using var reviewer = await host.LoggedInAsync("reviewer");
        var reviewerId = (await reviewer.GetJsonAsync("/api/v3/me")).GetProperty("id").GetGuid();
        await SetAsync(reviewer, $"labs/{lab}/members/{reviewerId}", "admin")
            .IsProblemAsync(403, "rights.not_to_yourself");
        await SetAsync(reviewer, $"labs/{lab}/members/{otherId}", "admin")
            .IsProblemAsync(403, "rights.not_yours_to_give");
    }

    [Fact]
    public async Task A_leaver_hands_over_and_both_get_a_mail()
    {
        var (leaver, leaverEmail, leaverId) = await host.ResearcherAsync();
        var (receiver, receiverEmail, receiverId) = await host.ResearcherAsync();
        var lab = await leaver.CreateLabAsync(leaverEmail);
        var study = await leaver.CreateStudyAsync(lab, "Left behind");
        await receiver
            .PostAsync("/api/v3/hand-overs", new { fromId = leaverId, toId = receiverId })
            .IsProblemAsync(403, "rights.not_to_yourself");

        using var answer = await leaver.PostAsync("/api/v3/hand-overs", new { toId = receiverId });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var handed = await ApiClient.ReadAsync(answer);
        var labs = handed.GetProperty("labs").EnumerateArray().Select(item => item.GetProperty("id").GetGuid());
        Assert.Contains(lab, labs);
        Assert.Equal("contact_address", handed.GetProperty("warnings")[0].GetProperty("code").GetString());
        await leaver.GetAsync($"/api/v3/studies/{study}").IsProblemAsync(404, "study.not_found");
        await receiver.GetAsync($"/api/v3/studies/{study}").SucceedsAsync();
        var toReceiver = await host.MailAsync(receiverEmail, "are yours now");
        Assert.Contains("Left behind", toReceiver.TextBody, StringComparison.Ordinal);
        await host.MailAsync(leaverEmail, "has your roles now");
    }

    static Task<HttpResponseMessage> SetAsync(ApiClient client, string path, string role) =>
        client.PutAsync($"/api/v3/{path}", new { role });
}
