namespace Chs.Api.JsonApi.Videos;

/// <summary>The webhook of the recorders before today's, which stands outside of v1 and v2.</summary>
static class OldRecorderEndpoints
{
    const string Refusal =
        "This site doesn't take recordings of the Pipe service yet: nothing was stored or renamed. "
        + "Keep the file, and announce it with a signed call to /api/v2/video/.\n";

    /// <remarks>Their files lie where the site can't reach them. The refusal keeps a recording from being taken and lost.</remarks>
    public static void MapOldRecorder(this IEndpointRouteBuilder routes) =>
        routes.Map("/exp/renamevideo/", Refuse).ExcludeFromDescription();

    static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status501NotImplemented;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Refusal, http.RequestAborted);
    }
}
