using Chs.Application.Ports;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Settings;
using Chs.Testing;

namespace Chs.Infrastructure.Tests.ObjectStores;

/// <summary>A new, empty object store of one of the adapters.</summary>
/// <param name="close">Removes it.</param>
sealed class StoreFixture(IObjectStore store, Func<ValueTask> close) : IAsyncDisposable
{
    public IObjectStore Store => store;

    /// <param name="isAway">Whether the server can't be reached.</param>
    public static Task<StoreFixture> OpenAsync(string adapter, bool isAway = false) =>
        adapter switch
        {
            "S3" => OpenS3Async(isAway),
            "Gcs" => OpenGcsAsync(isAway),
            _ => Task.FromResult(OpenDisk()),
        };

    static async Task<StoreFixture> OpenS3Async(bool isAway)
    {
        var bucket = $"t{Guid.NewGuid():N}";
        if (!isAway)
            await BuildScene.CreateBucketAsync(bucket);
        var address = new Uri(isAway ? "http://127.0.0.1:1" : Servers.S3!);
        var store = new S3Store(
            new S3StoreSettings(address, "us-east-1", bucket, Servers.S3Access, Servers.S3Secret),
            TimeProvider.System
        );
        return new StoreFixture(
            store,
            () =>
            {
                store.Dispose();
                return default;
            }
        );
    }

    static async Task<StoreFixture> OpenGcsAsync(bool isAway)
    {
        var google = await GoogleStandIn.StartAsync();
        if (isAway)
            await google.StopAsync();
        var store = new GcsStore(new GcsStoreSettings(google.Address, GoogleStandIn.Bucket, google.KeyFile));
        return new StoreFixture(
            store,
            async () =>
            {
                store.Dispose();
                await google.DisposeAsync();
            }
        );
    }

    static StoreFixture OpenDisk()
    {
        var folder = Directory.CreateTempSubdirectory("chs-store-").FullName;
        return new StoreFixture(
            new DiskStore(folder),
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return default;
            }
        );
    }

    /// <returns>Null: there is no such object.</returns>
    public async Task<byte[]?> ReadAsync(string key, ByteRange? range)
    {
        await using var stream = await store.OpenAsync(key, range, default);
        if (stream is null)
            return null;
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    public ValueTask DisposeAsync() => close();
}
