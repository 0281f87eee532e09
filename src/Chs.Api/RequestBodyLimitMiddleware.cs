using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

namespace Chs.Api;

/// <summary>
/// Refuses bodies that are too large. What is still coming is read (up to a point) and thrown away:
/// a client that is sending when we hang up sees a broken connection instead of our answer.
/// </summary>
sealed class RequestBodyLimitMiddleware(RequestDelegate next, ChsSettings settings)
{
    /// <summary>Times the limit: who sends more than that may see a broken connection.</summary>
    public const int Patience = 8;

    public async Task InvokeAsync(HttpContext http)
    {
        var body = http.Request.Body;
        if (http.Request.ContentLength > settings.MaximumBody)
        {
            await DrainAsync(http, body);
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge; // Faults writes what is said
            return;
        }

        // A body that doesn't say how long it is has to be counted.
        if (http.Request.ContentLength is null)
            http.Request.Body = new Counted(body, settings.MaximumBody);
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
        if (http.Request.Headers.Expect.Count > 0)
            return; // waits for our permission, and gets our answer instead
        try
        {
            await body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // More than our patience: the server's own limit.
        }
    }

    sealed class Counted(Stream inner, long limit) : Stream
    {
        long _read;

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
            _read += count;
            return _read <= limit
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
