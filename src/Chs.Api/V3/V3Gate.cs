using System.Security.Cryptography;
using System.Text;
using Chs.Api.Access;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Chs.Api.V3;

/// <summary>What is checked before any action of v3: the credential, forgery, and whether the request is a repetition.</summary>
sealed class V3Gate(RequestActor actor, Antiforgery antiforgery, IdempotencyContext repeats) : IAsyncResourceFilter
{
    const string KeyHeader = "Idempotency-Key";

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await RefusalAsync(context) is { } error)
        {
            context.Result = error.ToProblem(http);
            return;
        }

        http.Response.Headers.CacheControl = "no-store"; // what one person may see is for no shared cache
        await next();
    }

    async Task<Error?> RefusalAsync(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        if (actor.IsRejected)
            return Error.Unauthenticated;
        if (antiforgery.Fault(http) is { } fault)
            return new Error(ErrorKind.Forbidden, "csrf.failed", $"Forgery protection: {fault}");

        if (
            context.ActionDescriptor.EndpointMetadata.OfType<VersionNeededAttribute>().Any()
            && http.Request.Headers.IfMatch.Count == 0
        )
            return Error.VersionNeeded;

        var key = http.Request.Headers[KeyHeader].ToString();
        if (key.Length == 0 || !context.ActionDescriptor.EndpointMetadata.OfType<IdempotentAttribute>().Any())
            return null;
        if (key.Length > 200 || key.Any(c => c is < ' ' or > '~'))
            return Error.Invalid(
                "",
                "idempotency.bad_key",
                "An Idempotency-Key has at most 200 printable ASCII characters."
            );

        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        var buffer = new byte[16384];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0; )
            hash.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        (repeats.Key, repeats.RequestDigest) = (key, hash.GetHashAndReset());
        return null;
    }
}

/// <summary>Marks operations that may be repeated safely with the header <c>Idempotency-Key</c>: for a day the first answer is given again.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;

/// <summary>Marks changes of what several people work on: the version that was read is named in <c>If-Match</c>, so that nobody overwrites what they haven't seen.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VersionNeededAttribute : Attribute;

/// <summary>The problems that an operation answers, beside those that any may: for the contract.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProblemsAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;
}
