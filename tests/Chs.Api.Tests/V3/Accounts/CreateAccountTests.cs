using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

[Collection("api")]
public class CreateAccountTests(ApiHost host)
{
    [Theory]
    [InlineData("short")]
    [InlineData("1234567890123")]
    [InlineData("parent@new.example")]
    [InlineData("password123")]
    public async Task A_weak_password_is_refused(string password)
    {
        using var nobody = host.Nobody();
        await nobody
            .PostAsync("/api/v3/accounts", new { email = "parent@new.example", password })
            .IsProblemAsync(400, "request.invalid");
    }
}
