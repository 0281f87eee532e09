using Chs.Api.V3;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.OpenApi;

/// <summary>Knows all codes that an operation can answer, by status.</summary>
static class OperationCodes
{
    /// <summary>
    /// The codes by status: first those of the use case, then those of the operation's form. Those that any request can
    /// get, such as <c>server.fault</c>, aren't among them.
    /// </summary>
    public static SortedDictionary<int, List<string>> Of(string operation, ApiDescription api)
    {
        var byStatus = new SortedDictionary<int, List<string>>();
        foreach (var (code, status) in OperationRules.Of(operation).Codes.Concat(OfForm(api)))
        {
            var statuses = status is { } one ? [one] : StatusesOf(code);
            foreach (var each in statuses)
                if (!byStatus.TryAdd(each, [code]) && !byStatus[each].Contains(code))
                    byStatus[each].Add(code);
        }

        return byStatus;
    }

    static IReadOnlyList<int> StatusesOf(string code) =>
        ProblemCodes.Find(code)?.Statuses
        ?? throw new InvalidOperationException($"docs/error-codes.md lacks the code {code}.");

    /// <summary>Codes that operations of this form answer before their use case runs.</summary>
    static IEnumerable<(string Code, int? Status)> OfForm(ApiDescription api)
    {
        var action = api.ActionDescriptor;
        // Parameters that it doesn't have are refused by each operation.
        yield return ("request.invalid", null);
        // A credential that isn't valid is refused everywhere.
        yield return ("access.unauthenticated", null);
        if (Has<SignedCallbackAttribute>(action))
            yield return ("callback.not_signed", null);
        if (!HttpMethods.IsGet(api.HttpMethod!))
            yield return ("csrf.failed", null);
        // An id that isn't one.
        if (action.AttributeRouteInfo?.Template?.Contains(':') is true)
            yield return ("route.not_found", null);
        if (Has<IdempotentAttribute>(action))
        {
            yield return ("idempotency.in_progress", null);
            yield return ("idempotency.key_reused", null);
        }

        if (Has<VersionNeededAttribute>(action))
            yield return ("version.needed", null);
        if (!HasBody(api))
            yield break;
        yield return ("request.too_large", null);
        yield return ("request.unsupported_media_type", null);
    }

    static bool HasBody(ApiDescription api) =>
        Has<PictureAttribute>(api.ActionDescriptor)
        || api.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Body);

    static bool Has<TAttribute>(ActionDescriptor action) => action.EndpointMetadata.OfType<TAttribute>().Any();
}
