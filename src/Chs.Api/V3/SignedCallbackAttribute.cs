using Chs.Api.Access;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Chs.Api.V3;

/// <summary>
/// Marks operations whose callers are programs that sign instead of logging in.
/// The whole body is read and verified before anything of it is used.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignedCallbackAttribute : Attribute, IAsyncResourceFilter
{
    public const string SignatureHeader = "X-Chs-Signature",
        TimestampHeader = "X-Chs-Timestamp";

    static readonly Error NotSigned = new(
        ErrorKind.Unauthenticated,
        "callback.not_signed",
        "The call isn't signed with this site's key, or its time is more than five minutes away from ours."
    );

    /// <summary>Returns the key by which a repetition of the call is recognised.</summary>
    public static string OnceOf(HttpContext http) => $"callback {http.Request.Headers[SignatureHeader]}";

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (await IsSignedAsync(context.HttpContext))
            await next();
        else
            context.Result = NotSigned.ToProblem(context.HttpContext);
    }

    static async Task<bool> IsSignedAsync(HttpContext http)
    {
        var request = http.Request;
        request.EnableBuffering();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, http.RequestAborted);
        request.Body.Position = 0;
        return http
            .RequestServices.GetRequiredService<CallbackSignature>()
            .IsRight(
                request.Headers[SignatureHeader].ToString(),
                request.Headers[TimestampHeader].ToString(),
                request.Method,
                request.PathBase + request.Path,
                body.GetBuffer().AsSpan(0, (int)body.Length)
            );
    }
}
