using System.Text.Json;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Domain;
using MediatR;

namespace Chs.Api.Play;

/// <summary>What a page can call beside the API: to report errors, as our script does, and to end its play.</summary>
static class PlayCalls
{
    /// <summary>More than our script ever sends, in bytes.</summary>
    const int LongestReport = 256 * 1024;

    public static void MapPlayCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/play/errors", ReportAsync).AtPlay().ExcludeFromDescription();
        routes.MapPost("/play/end", EndAsync).AtPlay().ExcludeFromDescription();
    }

    static async Task<IResult> ReportAsync(HttpContext http, IMediator mediator)
    {
        if (http.Request.ContentLength is null or > LongestReport)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (await ReadAsync(http) is not { Errors: { } errors } report)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var inputs = errors
            .OfType<ReportedError>()
            .Select(e => new BrowserErrorInput(e.Message ?? "", e.Place ?? "", e.At));
        var browser = http.Request.Headers.UserAgent.ToString();
        var request = new ReportBrowserErrors(report.Response, [.. inputs], browser);
        return StatusOf(await mediator.Send(request, http.RequestAborted));
    }

    /// <returns>Null when the body is no report.</returns>
    static async Task<Report?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<Report>(
                http.Request.Body,
                JsonSerializerOptions.Web,
                http.RequestAborted
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static async Task<IResult> EndAsync(HttpContext http, IMediator mediator)
    {
        http.DeletePlayKey();
        return StatusOf(await mediator.Send(new EndPlay(), http.RequestAborted));
    }

    static IResult StatusOf(Outcome outcome) =>
        outcome.Error?.Kind switch
        {
            null => Results.StatusCode(StatusCodes.Status204NoContent),
            ErrorKind.Unauthenticated => Results.StatusCode(StatusCodes.Status401Unauthorized),
            ErrorKind.NotFound => Results.NotFound(),
            _ => Results.StatusCode(StatusCodes.Status409Conflict),
        };

    /// <param name="Response">The session; null: the play's newest.</param>
    sealed record Report(Guid? Response, IReadOnlyList<ReportedError?>? Errors);

    sealed record ReportedError(string? Message, string? Place, DateTimeOffset? At);
}
