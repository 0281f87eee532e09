using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>The key in the header <c>Authorization</c>.</summary>
static class BearerKey
{
    /// <param name="header">The header's value.</param>
    /// <param name="scheme">The word before the key.</param>
    /// <returns>Null when the header has another scheme.</returns>
    public static string? Of(string header, string scheme) =>
        header.StartsWith($"{scheme} ", StringComparison.OrdinalIgnoreCase)
            ? header[(scheme.Length + 1)..].Trim()
            : null;

    extension(HttpContext http)
    {
        /// <returns>The secret of the log-in that sends the request, a program's or a browser's; null: there is none.</returns>
        public string? LogInSecret() =>
            http.IsProgram() ? Of(http.Request.Headers.Authorization.ToString(), "Bearer") : http.SessionSecret();

        /// <returns>Whether a program's log-in sends the request.</returns>
        public bool IsProgram() =>
            http.RequestServices.GetRequiredService<RequestActor>().By is CredentialKind.SessionKey;
    }
}
