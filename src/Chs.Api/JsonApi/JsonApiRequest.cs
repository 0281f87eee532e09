using MediatR;

namespace Chs.Api.JsonApi;

/// <summary>Parts of a request to v1 and v2.</summary>
static class JsonApiRequest
{
    /// <summary>The resource's id in the address; null when it isn't a UUID.</summary>
    public static Guid? Id(HttpContext http) => RouteId(http, "id");

    /// <summary>Id of what the resource belongs to; null when the address names none or it isn't a UUID.</summary>
    public static Guid? Owner(HttpContext http) => RouteId(http, "owner");

    public static bool HasOwner(HttpContext http) => http.Request.RouteValues.ContainsKey("owner");

    public static string? Ordering(HttpContext http) => http.Request.Query["ordering"].LastOrDefault();

    /// <returns>False when the filter is sent but isn't a UUID.</returns>
    /// <param name="id">Null when the filter isn't sent.</param>
    public static bool TryFilter(HttpContext http, string name, out Guid? id)
    {
        id = null;
        if (http.Request.Query[name].LastOrDefault() is not { Length: > 0 } text)
            return true;
        if (!Guid.TryParse(text, out var guid))
            return false;
        id = guid;
        return true;
    }

    public static bool HasJsonApiBody(HttpContext http) =>
        MediaTypeOf(http.Request.ContentType).Equals(JsonApiWriter.MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A media type without its parameters.</summary>
    public static ReadOnlySpan<char> MediaTypeOf(ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(';');
        return (end < 0 ? value : value[..end]).Trim();
    }

    public static IMediator Mediator(HttpContext http) => http.RequestServices.GetRequiredService<IMediator>();

    static Guid? RouteId(HttpContext http, string name) =>
        Guid.TryParse((string?)http.Request.RouteValues[name], out var id) ? id : null;
}
