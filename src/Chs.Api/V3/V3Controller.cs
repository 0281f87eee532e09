using Chs.Api.Access;
using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3;

/// <summary>What every controller of v3 does: binds, sends, answers.</summary>
[ApiController, ApiExplorerSettings(GroupName = "v3"), ServiceFilter<V3Gate>]
public abstract class V3Controller(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator { get; } = mediator;

    /// <summary>Sends a request and answers its value, or why there is none.</summary>
    protected async Task<ActionResult<T>> Answer<T>(IRequest<Outcome<T>> request, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        return outcome.Failed ? Refused(outcome.Error) : Show(outcome.Value, StatusCodes.Status200OK);
    }

    /// <summary>Sends a request that makes something, and answers it with its address.</summary>
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
        return Show(outcome.Value, StatusCodes.Status201Created);
    }

    /// <summary>Sends a request that leads to nothing to show.</summary>
    protected async Task<ActionResult> AnswerNothing(IRequest<Outcome> request, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        return outcome.Failed ? Refused(outcome.Error) : NoContent();
    }

    /// <summary>Whoever lacks a second factor that the site demands is told so, not that the thing isn't there.</summary>
    protected ObjectResult Refused(Error error) =>
        (
            error.Kind is ErrorKind.Forbidden or ErrorKind.NotFound
            && HttpContext.RequestServices.GetRequiredService<RequestActor>().Actor is { LacksSecondFactor: true }
                ? AccountErrors.SecondFactorNeeded
                : error
        ).ToProblem(HttpContext);

    ObjectResult Show<T>(T value, int status)
    {
        if (value is IVersioned { Version: var version })
            Response.Headers.ETag = $"\"{version}\"";
        if (HttpContext.RequestServices.GetRequiredService<IdempotencyContext>().Replayed)
            Response.Headers["Idempotent-Replayed"] = "true";
        return new ObjectResult(value) { StatusCode = status };
    }
}
