using Chs.Application.Plays;
using MediatR;

namespace Chs.Api.Play;

/// <summary>What our own script on a page calls beside the API: the end of the play.</summary>
static class PlayCalls
{
    public static void MapPlayCalls(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/play/end", EndAsync).AtPlay().ExcludeFromDescription();

    static async Task<IResult> EndAsync(HttpContext http, IMediator mediator)
    {
        http.DeletePlayKey();
        var ended = await mediator.Send(new EndPlay(), http.RequestAborted);
        return ended.Failed
            ? Results.StatusCode(StatusCodes.Status401Unauthorized)
            : Results.StatusCode(StatusCodes.Status204NoContent);
    }
}
