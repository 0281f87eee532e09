using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Query parameters that an operation doesn't have. v1 and v2 ignore them, as the reference does.</summary>
[Collection("api")]
public class UnknownParameterTests(ApiHost host)
{
    [Theory]
    [InlineData("/api/v3/studies?stat=active", "/stat")]
    [InlineData("/api/v3/studies?State=active", "/State")]
    [InlineData("/api/v3/studies?lImIt=5", "/lImIt")]
    [InlineData("/api/v3/studies?after=1", "/after")]
    [InlineData("/api/v3/me?fields=id", "/fields")]
    [InlineData("/api/v3/me?a%2Fb=1", "/a~1b")]
    public async Task A_parameter_that_does_not_exist_is_refused(string path, string pointer)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync(path);
        Assert.Equal([(pointer, "unknown_parameter")], await ApiHost.FaultsAsync(answer));
    }

    [Theory]
    [InlineData("/api/v3/studies?limit=1&limit=5", "/limit")]
    [InlineData("/api/v3/studies?match=a&match=b", "/match")]
    [InlineData("/api/v3/studies?isMine=false&isMine=false", "/isMine")]
    public async Task A_parameter_of_one_value_is_refused_when_it_is_repeated(string path, string pointer)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync(path);
        Assert.Equal([(pointer, "repeated")], await ApiHost.FaultsAsync(answer));
    }

    [Fact]
    public async Task A_list_is_sent_by_repeating_its_parameter()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync($"/api/v3/studies?ids={Guid.NewGuid()}&ids={Guid.NewGuid()}");
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_and_faulty_parameters_are_named_together()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync("/api/v3/studies?stat=active&limit=0&state=nonsense");
        var faults = await ApiHost.FaultsAsync(answer);
        Assert.Equal(["/limit", "/stat", "/state"], faults.Select(fault => fault.Pointer).Order());
    }

    [Fact]
    public async Task Every_parameter_of_the_contract_is_known()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync("/api/v3/studies?state=active&match=a&isMine=false&limit=5");
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_older_contracts_ignore_them()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync("/api/v2/studies/?stat=active");
        Assert.Equal(200, (int)answer.StatusCode);
    }
}
