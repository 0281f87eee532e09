using Chs.Api.Access;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Chs.Api.V3;

/// <summary>Marks operations that programs call which sign instead of logging in. The whole body is read and checked before anything of it is used.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignedCallbackAttribute : Attribute, IAsyncResourceFilter
{
    public const string SignatureHeader = "X-Chs-Signature",
        TimestampHeader = "X-Chs-Timestamp";

    /// <summary>What makes a call unique.</summary>
    public static string OnceOf(HttpContext http) => $"callback {http.Request.Headers[SignatureHeader]}";

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        http.Request.EnableBuffering();
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        http.Request.Body.Position = 0;
        var (signature, timestamp) = (
            http.Request.Headers[SignatureHeader].ToString(),
            http.Request.Headers[TimestampHeader].ToString()
        );
        var signatures = http.RequestServices.GetRequiredService<CallbackSignature>();
        if (
            !signatures.IsRight(
                signature,
                timestamp,
                http.Request.Method,
                http.Request.PathBase + http.Request.Path,
                body.GetBuffer().AsSpan(0, (int)body.Length)
            )
        )
        {
            context.Result = new Error(
                ErrorKind.Unauthenticated,
                "callback.not_signed",
                "The call isn't signed with this site's key, or its time is more than five minutes away from ours."
            ).ToProblem(http);
            return;
        }

        await next();
    }
}
