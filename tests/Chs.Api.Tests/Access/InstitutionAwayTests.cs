using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Log-in through an institution whose provider doesn't answer.</summary>
public sealed class InstitutionAwayTests : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("chs-oidc-away-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_page_says_that_a_password_works_meanwhile()
    {
        await using var server = await ServerProcess.StartAsync(
            _data,
            null,
            null,
            ("Chs__Demo", "false"),
            ("Chs__OpenId__0__Authority", "http://127.0.0.1:9"),
            ("Chs__OpenId__0__ClientId", "chs"),
            ("Chs__OpenId__0__ClientSecret", "x")
        );
        using var browser = new RedirectingBrowser(server.Address);
        using var answer = await browser.GetAsync("/login/institution/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Log in with a password", await answer.Content.ReadAsStringAsync());
    }
}
