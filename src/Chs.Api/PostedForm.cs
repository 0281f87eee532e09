using Microsoft.Net.Http.Headers;

namespace Chs.Api;

/// <summary>Reads forms that browsers post: short texts, and no files.</summary>
static class PostedForm
{
    const string MediaType = "application/x-www-form-urlencoded";

    /// <returns>Null when the body is no form of this kind, or can't be read as one.</returns>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != MediaType)
            return null;
        // Browsers send UTF-8; other encodings could hide what a text says.
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            // Too many or too long fields.
            return null;
        }
    }
}
