using Chs.Testing;

namespace Chs.Api.Tests.JsonApi;

/// <summary>Keys with which programs use v1 and v2.</summary>
static class ApiKeys
{
    /// <summary>Issues a key to who is logged in.</summary>
    /// <returns>The header that carries it.</returns>
    public static async Task<(string Name, string Value)> KeyAsync(this ApiClient client)
    {
        var created = await client.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        return ("Authorization", $"Token {created.GetProperty("key").GetString()}");
    }
}
