using System.Buffers;

namespace Chs.Api.JsonApi;

/// <summary>Reads bodies of requests to v1 and v2.</summary>
static class JsonApiBody
{
    const int SmallestBuffer = 4096;

    /// <summary>What is rented at once when a client announces a large body.</summary>
    const int LargestFirstBuffer = 1 << 20;

    /// <summary>Reads the body as a document and uses it, or answers what is wrong with it.</summary>
    public static async Task UseAsync<T>(
        HttpContext http,
        Func<ReadOnlyMemory<byte>, JsonApiParsed<T>> read,
        Func<T, Task> use
    )
        where T : class
    {
        if (!JsonApiRequest.HasJsonApiBody(http))
        {
            await JsonApiError.WriteAsync(http, JsonApiError.MediaType(http.Request.ContentType));
            return;
        }

        var (buffer, length) = await ReadAsync(http.Request, http.RequestAborted);
        try
        {
            var parsed = read(buffer.AsMemory(0, length));
            if (parsed.Document is { } document)
                await use(document);
            else
                await JsonApiError.WriteAsync(http, parsed.Errors);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the whole body into a rented buffer: trials are cut out of it without copies.</summary>
    static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more than announced, so that the end is seen without a larger buffer.
        var expected = (request.ContentLength ?? SmallestBuffer) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected, SmallestBuffer, LargestFirstBuffer));
        var length = 0;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0; )
            {
                length += read;
                if (length == buffer.Length)
                    buffer = Enlarge(buffer);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return (buffer, length);
    }

    static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
