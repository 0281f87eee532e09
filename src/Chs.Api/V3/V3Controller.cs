using Chs.Api.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
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
        return outcome.Failed ? outcome.Error.ToProblem(HttpContext) : Show(outcome.Value, StatusCodes.Status200OK);
    }

    /// <summary>Sends a request that makes something, and answers it with its address.</summary>
    protected async Task<ActionResult<T>> AnswerCreated<T>(IRequest<Outcome<T>> request, Func<T, string?> location, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        if (outcome.Failed) return outcome.Error.ToProblem(HttpContext);
        if (location(outcome.Value) is { } address) Response.Headers.Location = address;
        return Show(outcome.Value, StatusCodes.Status201Created);
    }

    /// <summary>Sends a request that leads to nothing to show.</summary>
    protected async Task<ActionResult> AnswerNothing(IRequest<Outcome> request, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(request, cancellationToken);
        return outcome.Failed ? outcome.Error.ToProblem(HttpContext) : NoContent();
    }

    ObjectResult Show<T>(T value, int status)
    {
        if (value is IVersioned { Version: var version }) Response.Headers.ETag = $"\"{version}\"";
        if (HttpContext.RequestServices.GetRequiredService<RepeatGuard>().Replayed) Response.Headers["Idempotent-Replayed"] = "true";
        return new ObjectResult(value) { StatusCode = status };
    }
}
