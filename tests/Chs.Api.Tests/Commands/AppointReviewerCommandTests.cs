using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Commands;

public sealed class AppointReviewerCommandTests : IDisposable
{
    const string Email = "rory@site.example";

    readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>While the server runs, because that is how a new site gets its first reviewer.</summary>
    [Fact]
    public async Task Appoint_reviewer_makes_an_account_staff_and_knows_no_others()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Data, null, null, ("Chs__Demo", "false"));
        using var rory = ApiClient.To(server.Address);
        var account = new { email = Email, password = ApiHost.Password };
        await rory.PostJsonAsync("/api/v3/accounts", account);

        var (codeOfUnknown, _) = await _folder.RunAsync("appoint-reviewer nobody@site.example");
        Assert.Equal(67, codeOfUnknown);
        // Nobody knows yet whose account it is.
        foreach (var command in (string[])["appoint-reviewer", "appoint-administrator"])
            Assert.Equal(65, (await _folder.RunAsync($"{command} {Email}")).Code);
        await rory.PostJsonAsync("/api/v3/session", account);
        Assert.False((await rory.GetJsonAsync("/api/v3/me")).GetProperty("isStaff").GetBoolean());

        var token = await MailFolder.TokenAsync(_folder.Data, Email, "Confirm");
        await rory.PostAsync("/api/v3/email-confirmations", new { token }).HasStatusAsync(HttpStatusCode.NoContent);
        var (code, _) = await _folder.RunAsync("appoint-reviewer Rory@site.example");
        Assert.Equal(0, code);
        Assert.True((await rory.GetJsonAsync("/api/v3/me")).GetProperty("isStaff").GetBoolean());
    }
}
