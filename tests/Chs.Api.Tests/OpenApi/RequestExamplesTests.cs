using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>The examples of requests in openapi/v3.json, which pages to try the API send as they are.</summary>
[Collection("api")]
public class RequestExamplesTests(ApiHost host)
{
    /// <summary>Statuses of those that are refused, because a secret that they hold can't be known in advance.</summary>
    static readonly Dictionary<string, int> Refused = new()
    {
        // The token of a mail.
        ["resetPassword"] = 400,
        ["confirmEmail"] = 400,
        ["unsubscribe"] = 400,
        // The password of the account.
        ["becomeResearcher"] = 422,
        ["askToLinkExternalLogIn"] = 422,
        ["enrolSecondFactor"] = 422,
        ["changeEmail"] = 422,
        ["changePassword"] = 422,
    };

    public static TheoryData<string> Operations =>
        [.. Contract.Read("v3").Operations.Where(operation => ExampleOf(operation) is not null).Select(o => o.Id)];

    [Theory, MemberData(nameof(Operations))]
    public async Task The_example_of_an_operation_is_a_valid_request(string name)
    {
        var operation = Contract.Read("v3").Operations.Single(operation => operation.Id == name);
        using var researcher = await host.SharedResearcherAsync();
        using var answer = await researcher.SendAsync(
            new HttpMethod(operation.Verb),
            operation.FillPath((parameter, _) => parameter == "number" ? "1" : Guid.NewGuid().ToString()),
            new StringContent(ExampleOf(operation)!, Encoding.UTF8, "application/json"),
            ("If-Match", "*")
        );
        var text = await answer.Content.ReadAsStringAsync();
        if (Refused.TryGetValue(name, out var status))
            Assert.True((int)answer.StatusCode == status, text);
        else
            Assert.False((int)answer.StatusCode is 400 or 415 or 422 or >= 500, text);
    }

    /// <returns>Null when the operation takes no JSON.</returns>
    static string? ExampleOf(Operation operation) =>
        operation.Bodies.TryGetValue("application/json", out var body) ? body.Example?.GetRawText() : null;
}
