using Chs.Infrastructure.Settings;

namespace Chs.Api;

/// <summary>
/// Refuses request bodies that are too large. The rest of such a body is read and discarded, up to the server's own
/// limit: a client that is still sending when the connection closes sees an error instead of our answer.
/// </summary>
sealed class RequestBodyLimitMiddleware(RequestDelegate next, ChsSettings settings)
{
    /// <summary>The server's own limit as a multiple of the setting. Beyond it the connection may be closed.</summary>
    public const int DrainFactor = 8;

    public async Task InvokeAsync(HttpContext http)
    {
        var body = http.Request.Body;
        if (http.Request.ContentLength > settings.MaximumBody)
        {
            await DrainAsync(http, body);
            // ErrorHandling writes the body of the answer.
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        // A chunked body doesn't declare its length, so it is counted.
        if (http.Request.ContentLength is null)
            http.Request.Body = new LimitedStream(body, settings.MaximumBody);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await DrainAsync(http, body);
            throw;
        }
    }

    static async Task DrainAsync(HttpContext http, Stream body)
    {
        // The client waits for "100 Continue" before it sends the body, and gets our answer instead.
        if (http.Request.Headers.Expect.Count > 0)
            return;
        try
        {
            await body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // The body exceeds the server's own limit.
        }
    }

    /// <summary>Throws once more bytes were read than the limit allows.</summary>
    sealed class LimitedStream(Stream inner, long limit) : Stream
    {
        long _bytesRead;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _bytesRead += count;
            return _bytesRead <= limit
                ? count
                : throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
