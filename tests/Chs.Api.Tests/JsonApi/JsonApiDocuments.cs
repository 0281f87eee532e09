using System.Net.Http.Headers;
using System.Text.Json;

namespace Chs.Api.Tests.JsonApi;

/// <summary>Bodies of the v1/v2 contract for the role matrices.</summary>
static class JsonApiDocuments
{
    /// <returns>Null: requests with this verb have no body.</returns>
    public static StringContent? For(string verb, string path, IReadOnlyDictionary<string, Guid> ids)
    {
        if (verb == "GET")
            return null;
        var isFeedback = path.StartsWith("feedback", StringComparison.Ordinal);
        var document = new
        {
            data = new
            {
                id = IdFor(path, ids),
                type = isFeedback ? "feedback" : "responses",
                attributes = isFeedback ? FeedbackAttributes : ResponseAttributes,
                relationships = RelationshipsFor(path, ids),
            },
        };
        return new StringContent(JsonSerializer.Serialize(document))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.api+json") },
        };
    }

    static object FeedbackAttributes => new { comment = "Thank you!" };

    static object ResponseAttributes =>
        new
        {
            conditions = new { },
            global_event_timings = new { },
            exp_data = Array.Empty<object>(),
            sequence = Array.Empty<string>(),
            completed = false,
            completed_consent_frame = true,
        };

    static Guid IdFor(string path, IReadOnlyDictionary<string, Guid> ids)
    {
        if (path.Contains("{response}"))
            return ids["response"];
        return path.Contains("{unconsented}") ? ids["unconsented"] : ids["feedback"];
    }

    static Dictionary<string, object> RelationshipsFor(string path, IReadOnlyDictionary<string, Guid> ids)
    {
        if (path == "video/" || path.StartsWith("feedback", StringComparison.Ordinal))
            return new() { ["response"] = Resource("responses", ids["response"]) };
        return new() { ["study"] = Resource("studies", ids["study"]), ["child"] = Resource("children", ids["child"]) };
    }

    static object Resource(string type, Guid id) => new { data = new { type, id } };
}
