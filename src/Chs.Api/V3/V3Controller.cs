using Chs.Application.Idempotency;
using Chs.Domain;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3;

/// <summary>Sends requests to their use cases and answers the outcomes, for every controller of v3.</summary>
[ApiController, ApiExplorerSettings(GroupName = "v3"), ServiceFilter<V3Gate>, ServiceFilter<BindingFaultsFilter>]
public abstract class V3Controller(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator { get; } = mediator;

    /// <summary>Sends a request, and answers its value with status 200.</summary>
    protected async Task<ActionResult<T>> Answer<T>(IRequest<Outcome<T>> request, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        return outcome.Failed ? Refused(outcome.Error) : Answered(outcome.Value, StatusCodes.Status200OK);
    }

    /// <summary>Sends a request that creates something, and answers it with status 201.</summary>
    /// <param name="request">The request.</param>
    /// <param name="location">Returns the address of what was created; null when it has none.</param>
    /// <param name="cancellationToken">Ends when the client goes away.</param>
    protected async Task<ActionResult<T>> AnswerCreated<T>(
        IRequest<Outcome<T>> request,
        Func<T, string?> location,
        CancellationToken cancellationToken
    )
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        if (outcome.Failed)
            return Refused(outcome.Error);
        if (location(outcome.Value) is { } address)
            Response.Headers.Location = address;
        return Answered(outcome.Value, StatusCodes.Status201Created);
    }

    /// <summary>Sends a request without a value, and answers with status 204.</summary>
    protected async Task<ActionResult> AnswerNothing(IRequest<Outcome> request, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        return outcome.Failed ? Refused(outcome.Error) : NoContent();
    }

    /// <summary>Answers why a request failed.</summary>
    protected ObjectResult Refused(Error error) => error.ToProblem(HttpContext);

    /// <summary>Answers a value, with the headers that it needs.</summary>
    protected ActionResult Answered<T>(T value, int status)
    {
        if (HttpContext.RequestServices.GetRequiredService<IdempotencyContext>().Replayed)
            Response.Headers["Idempotent-Replayed"] = "true";
        return new RepresentationResult(value!, status);
    }
}
