namespace Chs.Application.Ports;

/// <summary>A running transaction. Disposing it without a commit rolls it back.</summary>
public interface IChsTransaction : IAsyncDisposable
{
    Task CommitAsync(CancellationToken cancellationToken);
}
