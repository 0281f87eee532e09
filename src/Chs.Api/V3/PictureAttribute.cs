using Chs.Application.Site;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Chs.Api.V3;

/// <summary>Marks operations whose body is a picture's file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureAttribute : Attribute, IAsyncResourceFilter
{
    public static readonly IReadOnlyList<string> MediaTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <inheritdoc/>
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var type = context.HttpContext.Request.ContentType?.Split(';')[0].Trim();
        if (MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return next();
        context.Result = V3Problems.OfUnsupportedMedia(
            context.HttpContext,
            $"Send one of {string.Join(", ", MediaTypes)}."
        );
        return Task.CompletedTask;
    }

    /// <summary>The whole body, or as much as shows that it is too large.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (
            int read;
            content.Length < Media.MostBytes
                && (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;

        )
            content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
