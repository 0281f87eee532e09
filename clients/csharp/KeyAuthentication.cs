using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace Chs.Client;

/// <summary>Sends a key with each request.</summary>
/// <param name="key">Null: nobody is logged in.</param>
sealed class KeyAuthentication(string? key) : IAuthenticationProvider
{
    public Task AuthenticateRequestAsync(
        RequestInformation request,
        Dictionary<string, object>? additionalAuthenticationContext = null,
        CancellationToken cancellationToken = default
    )
    {
        if (key is not null)
            request.Headers.TryAdd("Authorization", $"Bearer {key}");
        return Task.CompletedTask;
    }
}
