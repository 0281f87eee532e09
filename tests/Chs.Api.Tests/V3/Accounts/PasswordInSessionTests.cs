using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

/// <summary>
/// A wrong password or code of somebody who is logged in is no lack of a log-in: 401 would lead front ends to the
/// log-in page.
/// </summary>
[Collection("api")]
public class PasswordInSessionTests(ApiHost host)
{
    [Theory]
    [InlineData("PUT", "password", """{"oldPassword":"not it","password":"eight green bottles"}""", "/oldPassword")]
    [InlineData("PUT", "email", """{"email":"new@family.example","password":"not it"}""", "/password")]
    [InlineData("POST", "second-factor", """{"password":"not it"}""", "/password")]
    [InlineData("POST", "second-factor", "{}", "/password")]
    [InlineData("POST", "researcher", """{"password":"not it","givenName":"A","familyName":"B"}""", "/password")]
    public async Task A_wrong_password_is_a_fault_of_its_member(string verb, string path, string body, string pointer)
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await parent.SendAsync(new HttpMethod(verb), $"/api/v3/me/{path}", content);
        Assert.Equal((422, "account.wrong_password"), await ApiHost.ProblemAsync(answer));
        Assert.Equal([(pointer, "wrong")], await ApiHost.FaultsAsync(answer));
        await parent.GetAsync("/api/v3/me").SucceedsAsync();
    }

    [Fact]
    public async Task A_wrong_code_to_switch_a_second_factor_off_is_a_fault_of_its_member()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        await parent.ActivateSecondFactorAsync(await parent.BeginSecondFactorAsync());
        using var answer = await parent.PostAsync("/api/v3/me/second-factor/deactivation", new { code = "000000" });
        Assert.Equal((422, "account.wrong_code"), await ApiHost.ProblemAsync(answer));
        Assert.Equal([("/code", "wrong")], await ApiHost.FaultsAsync(answer));
    }
}
