using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>What all measured requests have in common.</summary>
static class RequestMessages
{
    /// <summary>JSON:API's media type.</summary>
    public static readonly MediaTypeHeaderValue JsonApi = new("application/vnd.api+json");

    public static StringContent JsonApiContent(string json) =>
        new(json, Encoding.UTF8) { Headers = { ContentType = JsonApi } };

    /// <summary>
    /// Adds what proves who sends it: at a play host the key to the play, at the site the log-in, or a key to write.
    /// </summary>
    public static void Authenticate(this HttpRequestMessage message, ApiClient client)
    {
        if (message.Method != HttpMethod.Get && client.Key is { } token)
            message.Headers.TryAddWithoutValidation("Authorization", $"Token {token}");
        var cookie = client.Cookie("__Host-chs-play") is { } key
            ? $"__Host-chs-play={key}"
            : $"sessionid={client.Cookie("sessionid")}";
        message.Headers.TryAddWithoutValidation("Cookie", cookie);
    }
}
