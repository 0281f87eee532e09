using Chs.Application.Pipeline;
using Chs.Domain;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>
/// Refuses requests that couldn't be read completely. The action runs nevertheless if there is enough to run it: the
/// pipeline validates what could be read, and refuses the request with all faults at once.
/// </summary>
sealed class BindingFaultsFilter(BindingFaults bindingFaults) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        bindingFaults.Add([.. ParameterFaults.Of(context)]);
        var lacksBody = LacksBody(context);
        if (lacksBody && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            bindingFaults.Add(JsonBodyFormatter.NoBody);
        // What isn't a parameter of the action, such as a form that can't be read, keeps the others from being bound.
        if (!context.ModelState.IsValid && !bindingFaults.HasAny)
            bindingFaults.Add(new Fault("", "malformed", "The request can't be read."));
        if (lacksBody || MayNotRun(context))
        {
            context.Result = Refusal.ToProblem(http);
            return;
        }

        var executed = await next();
        // An action that found no reason to send a request doesn't make the request a good one.
        if (bindingFaults.HasAny && executed.Result is not ObjectResult { Value: V3Problem })
            executed.Result = Refusal.ToProblem(http);
    }

    Error Refusal => Error.Invalid(bindingFaults.With([]));

    bool MayNotRun(ActionExecutingContext context) =>
        bindingFaults.HasAny && context.ActionDescriptor.EndpointMetadata.OfType<ActsItselfAttribute>().Any();

    static bool LacksBody(ActionExecutingContext context) =>
        context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.BindingInfo?.BindingSource == BindingSource.Body
            && !(context.ActionArguments.TryGetValue(parameter.Name, out var body) && body is not null)
        );
}
