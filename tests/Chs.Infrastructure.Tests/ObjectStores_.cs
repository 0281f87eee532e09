using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Chs.Application.Ports;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Xunit;

namespace Chs.Infrastructure.Tests;

/// <summary>What the port promises, on each store.</summary>
public class ObjectStores_
{
    static readonly ObjectTraits Css = new("text/css; charset=utf-8", "public, max-age=31536000, immutable");

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Give_back_what_was_put(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        await at.Store.PutAsync("a/b/c-1_2.css", new MemoryStream(bytes), Css, default);
        Assert.Equal<byte[]>(bytes, await at.ReadAsync("a/b/c-1_2.css", null));
        Assert.Equal<byte[]>(bytes[10..21], await at.ReadAsync("a/b/c-1_2.css", new(10, 20)));
        Assert.Equal<byte[]>(bytes[2_999_999..], await at.ReadAsync("a/b/c-1_2.css", new(2_999_999, 2_999_999)));

        await at.Store.PutAsync("empty", Stream.Null, Css, default);
        Assert.Empty((await at.ReadAsync("empty", null))!);
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Replace_as_a_whole_and_bear_the_same_twice_at_once(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    at.Store.PutAsync(
                        "x",
                        new MemoryStream(Enumerable.Repeat((byte)i, 100_000).ToArray()),
                        Css,
                        default
                    )
                )
        );
        var read = await at.ReadAsync("x", null);
        Assert.Equal(100_000, read!.Length);
        Assert.Single(read.Distinct());
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Know_what_isn_t_there(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        Assert.Null(await at.Store.OpenAsync("nothing/here", null, default));
        await at.Store.DeleteAsync("nothing/here", default);
        await at.Store.PutAsync("gone", new MemoryStream([1]), Css, default);
        await at.Store.DeleteAsync("gone", default);
        Assert.Null(await at.Store.OpenAsync("gone", null, default));
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task List_by_prefix_whatever_the_number(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1005),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, token) => await at.Store.PutAsync($"many/{i:D4}", new MemoryStream([1]), Css, token)
        );
        await at.Store.PutAsync("other", new MemoryStream([1]), Css, default);
        Assert.Equal(
            Enumerable.Range(0, 1005).Select(i => $"many/{i:D4}"),
            await at.Store.ListAsync("many/", default).ToListAsync()
        );
    }

    [Theory, On("S3"), On("Gcs")]
    public async Task Grant_one_reader_one_object_with_all_that_browsers_should_know(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Store.PutAsync(
            "p/packed.css.gz",
            new MemoryStream([1, 2, 3]),
            Css with
            {
                ContentEncoding = "gzip",
            },
            default
        );
        var address = (await at.Store.GrantReadAsync("p/packed.css.gz", TimeSpan.FromMinutes(5), default))!;
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        using var answer = await http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal<byte[]>([1, 2, 3], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            (Css.ContentType, "gzip"),
            (answer.Content.Headers.ContentType?.ToString(), string.Join(',', answer.Content.Headers.ContentEncoding))
        );
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalDays: 365 });

        var other = new Uri(address.AbsoluteUri.Replace("packed.css.gz", "other.css.gz"));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(address.AbsoluteUri.Split('?')[0])).StatusCode);
    }

    [Theory, On("S3"), On("Gcs")]
    public async Task Say_so_when_they_can_t_be_reached(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter, isAway: true);
        await Assert.ThrowsAsync<ObjectStoreException>(() =>
            at.Store.PutAsync("x", new MemoryStream([1]), Css, default)
        );
        await Assert.ThrowsAsync<ObjectStoreException>(() => at.Store.OpenAsync("x", null, default));
    }

    [
        Theory,
        InlineData("../x"),
        InlineData("/etc/passwd"),
        InlineData("a//b"),
        InlineData("a/./b"),
        InlineData(""),
        InlineData("a b")
    ]
    public async Task Disk_takes_no_key_that_leads_elsewhere(string key)
    {
        await using var at = await Place.OpenAsync("Disk");
        await Assert.ThrowsAsync<ArgumentException>(() => at.Store.PutAsync(key, new MemoryStream([1]), Css, default));
    }

    [Theory, On("S3")]
    public async Task S3_refuses_a_wrong_key(string adapter)
    {
        Assert.Equal("S3", adapter);
        using var store = new S3Store(
            new S3StoreSettings(new Uri(Servers.S3!), "us-east-1", "whatever", Servers.S3Access, "wrong"),
            TimeProvider.System
        );
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync("x", new MemoryStream([1]), Css, default));
    }

    /// <summary>Google's own client, from npm, takes the stand-in for Google: so it is worth something that our adapter works with it.</summary>
    [Fact]
    public async Task Stand_in_satisfies_Google_s_own_client()
    {
        await using var google = await GoogleStandIn.StartAsync();
        var folder = Repository.File("tests/gcs-client");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            Assert.Equal(0, (await Programs.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder)).Code);
        var (code, output) = await Programs.RunAsync(
            "node",
            ["roundtrip.mjs", google.Address.AbsoluteUri.TrimEnd('/'), google.KeyFile, GoogleStandIn.Bucket],
            folder
        );
        Assert.True(code == 0, output);
        Assert.Contains("round trip done", output);
    }

    /// <summary>A store with a place of its own.</summary>
    sealed class Place(IObjectStore store, Func<ValueTask> leave) : IAsyncDisposable
    {
        public IObjectStore Store => store;

        public static async Task<Place> OpenAsync(string adapter, bool isAway = false)
        {
            switch (adapter)
            {
                case "S3":
                    var bucket = $"t{Guid.NewGuid():N}";
                    if (!isAway)
                        await BucketAsync(bucket);
                    var s3 = new S3Store(
                        new S3StoreSettings(
                            new Uri(isAway ? "http://127.0.0.1:1" : Servers.S3!),
                            "us-east-1",
                            bucket,
                            Servers.S3Access,
                            Servers.S3Secret
                        ),
                        TimeProvider.System
                    );
                    return new Place(
                        s3,
                        () =>
                        {
                            s3.Dispose();
                            return default;
                        }
                    );
                case "Gcs":
                    var google = await GoogleStandIn.StartAsync();
                    if (isAway)
                        await google.StopAsync();
                    var gcs = new GcsStore(
                        new GcsStoreSettings(google.Address, GoogleStandIn.Bucket, google.KeyFile),
                        TimeProvider.System
                    );
                    return new Place(
                        gcs,
                        async () =>
                        {
                            gcs.Dispose();
                            await google.DisposeAsync();
                        }
                    );
                default:
                    var folder = Directory.CreateTempSubdirectory("chs-store-").FullName;
                    return new Place(
                        new DiskStore(folder),
                        () =>
                        {
                            Directory.Delete(folder, recursive: true);
                            return default;
                        }
                    );
            }
        }

        static async Task BucketAsync(string name)
        {
            using var client = new AmazonS3Client(
                Servers.S3Access,
                Servers.S3Secret,
                new AmazonS3Config
                {
                    ServiceURL = Servers.S3,
                    ForcePathStyle = true,
                    AuthenticationRegion = "us-east-1",
                }
            );
            await client.PutBucketAsync(name);
        }

        public async Task<byte[]?> ReadAsync(string key, ByteRange? range)
        {
            await using var stream = await store.OpenAsync(key, range, default);
            if (stream is null)
                return null;
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return all.ToArray();
        }

        public ValueTask DisposeAsync() => leave();
    }
}
