namespace Chs.Infrastructure.Sources;

/// <summary>Copies streams of unknown length.</summary>
static class LimitedCopy
{
    /// <summary>Copies at most a number of bytes.</summary>
    /// <returns>Whether the stream was copied to its end.</returns>
    public static async Task<bool> CopyAsync(Stream from, Stream to, long limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[81920];
        var left = limit;
        while (true)
        {
            var read = await from.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                return true;
            if (read > left)
                return false;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }
}
