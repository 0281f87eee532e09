using Chs.Application.Site;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Chs.Api.V3;

/// <summary>Marks operations whose body is a picture's file, and refuses other media types.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureAttribute : Attribute, IAsyncResourceFilter
{
    public static readonly IReadOnlyList<string> MediaTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <inheritdoc/>
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (MediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return next();
        context.Result = V3Problems.OfUnsupportedMedia(http, $"Send one of {string.Join(", ", MediaTypes)}.");
        return Task.CompletedTask;
    }

    /// <summary>Reads the body; of one that is too large only as much as shows that.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        while (content.Length < Media.MaximumBytes)
        {
            var read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted);
            if (read == 0)
                break;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
