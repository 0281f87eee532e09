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

    /// <summary>Adds the cookies and the antiforgery header of a logged-in client.</summary>
    public static void Authenticate(this HttpRequestMessage message, ApiClient client)
    {
        var token = client.Cookie("csrftoken");
        message.Headers.TryAddWithoutValidation("Cookie", $"sessionid={client.Cookie("sessionid")}; csrftoken={token}");
        message.Headers.TryAddWithoutValidation("X-CSRFToken", token);
    }
}
