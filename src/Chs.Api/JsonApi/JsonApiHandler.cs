using Chs.Application.Paging;
using Chs.Domain;
using MediatR;

namespace Chs.Api.JsonApi;

/// <summary>What reading operations do alike: send one request and answer what comes of it.</summary>
static class JsonApiHandler
{
    /// <summary>Answers the resource with the id in the address.</summary>
    public static async Task ReadAsync<T>(
        HttpContext http,
        Func<Guid, IRequest<Outcome<T>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var outcome = JsonApiRequest.Id(http) is { } id
            ? await JsonApiRequest.Mediator(http).Send(request(id), http.RequestAborted)
            : Error.NotFound("resource");
        await JsonApiAnswer.WriteAsync(http, outcome, StatusCodes.Status200OK, write);
    }

    /// <summary>Answers a resource whose address may name its owner before it.</summary>
    /// <param name="request">Makes the request from the owner's id, null when the address names none, and the resource's.</param>
    public static async Task ReadOwnedAsync<T>(
        HttpContext http,
        Func<Guid?, Guid, IRequest<Outcome<T>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var owner = JsonApiRequest.Owner(http);
        var isOwnerRight = owner is not null || !JsonApiRequest.HasOwner(http);
        var outcome =
            JsonApiRequest.Id(http) is { } id && isOwnerRight
                ? await JsonApiRequest.Mediator(http).Send(request(owner, id), http.RequestAborted)
                : Error.NotFound("resource");
        await JsonApiAnswer.WriteAsync(http, outcome, StatusCodes.Status200OK, write);
    }

    /// <summary>Answers the page that the query asks for.</summary>
    public static async Task ListAsync<T>(
        HttpContext http,
        Func<PageNumber, IRequest<Outcome<NumberedPage<T>>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var page = JsonApiPages.Requested(http.Request);
        var outcome = await JsonApiRequest.Mediator(http).Send(request(page), http.RequestAborted);
        await JsonApiAnswer.WritePageAsync(http, outcome, page, write);
    }

    /// <summary>Answers the page of what belongs to the id in the address.</summary>
    public static Task ListOwnedAsync<T>(
        HttpContext http,
        Func<Guid, PageNumber, IRequest<Outcome<NumberedPage<T>>>> request,
        Action<JsonApiWriter, T> write
    ) =>
        JsonApiRequest.Id(http) is { } owner
            ? ListAsync(http, page => request(owner, page), write)
            : JsonApiError.WriteAsync(http, JsonApiError.NotFound);
}
