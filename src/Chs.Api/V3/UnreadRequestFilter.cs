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
sealed class UnreadRequestFilter(RequestFaults unread) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        unread.Add([.. ParameterFaults.Of(context)]);
        if (LacksBody(context))
        {
            if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
                unread.Add(JsonBodyFormatter.NoBody);
            context.Result = Refusal.ToProblem(http);
            return;
        }

        var executed = await next();
        // An action that found no reason to send a request doesn't make the request a good one.
        if (unread.HasAny && executed.Result is not ObjectResult { Value: V3Problem })
            executed.Result = Refusal.ToProblem(http);
    }

    Error Refusal => Error.Invalid(unread.With([]));

    static bool LacksBody(ActionExecutingContext context) =>
        context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.BindingInfo?.BindingSource == BindingSource.Body
            && !(context.ActionArguments.TryGetValue(parameter.Name, out var body) && body is not null)
        );
}
