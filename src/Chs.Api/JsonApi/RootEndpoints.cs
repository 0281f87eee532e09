using Chs.Domain;

namespace Chs.Api.JsonApi;

/// <summary>The root document of v1 and v2: addresses of the lists.</summary>
static class RootEndpoints
{
    static readonly string[] Lists =
    [
        "users",
        "studies",
        "demographics",
        "children",
        "responses",
        "labs",
        "feedback",
        "video",
    ];

    static readonly JsonApiDescription Description = new(
        "listAddresses",
        "Says where the lists are.",
        "Nobody needs to be logged in.",
        typeof(JsonApiAddresses)
    )
    {
        NeedsLogIn = false,
        Refusals = [406],
    };

    public static void MapRoot(this IEndpointRouteBuilder routes) =>
        routes.MapPublicJsonApi("", new JsonApiOperation("GET", Read, Description));

    static Task Read(HttpContext http) =>
        JsonApiAnswer.WriteAsync(http, Outcome<string[]>.Of(Lists), StatusCodes.Status200OK, Write);

    static void Write(JsonApiWriter writer, string[] lists)
    {
        writer.Json.WriteStartObject();
        foreach (var name in lists)
            writer.Json.WriteString(name, $"{writer.Root}/{name}/");
        writer.Json.WriteEndObject();
    }
}
