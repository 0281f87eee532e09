using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Xunit;

namespace Chs.Infrastructure.Tests.ObjectStores;

/// <summary>What <see cref="IObjectStore"/> promises, on each of its implementations.</summary>
public class ObjectStoreTests
{
    static readonly ObjectTraits Css = new("text/css; charset=utf-8", "public, max-age=31536000, immutable");

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Gives_back_what_was_put(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        await fixture.Store.PutAsync("a/b/c-1_2.css", new MemoryStream(bytes), Css, default);
        Assert.Equal<byte[]>(bytes, await fixture.ReadAsync("a/b/c-1_2.css", null));
        Assert.Equal<byte[]>(bytes[10..21], await fixture.ReadAsync("a/b/c-1_2.css", new(10, 20)));
        Assert.Equal<byte[]>(bytes[2_999_999..], await fixture.ReadAsync("a/b/c-1_2.css", new(2_999_999, 2_999_999)));

        await fixture.Store.PutAsync("empty", Stream.Null, Css, default);
        Assert.Empty((await fixture.ReadAsync("empty", null))!);
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Gives_back_compressed_what_was_put_compressed(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        using var packed = new MemoryStream();
        await using (var packer = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await packer.WriteAsync(RandomNumberGenerator.GetBytes(1000));
        packed.Position = 0;
        await fixture.Store.PutAsync("packed", packed, Css with { ContentEncoding = "gzip" }, default);
        Assert.Equal<byte[]>(packed.ToArray(), await fixture.ReadAsync("packed", null));
        Assert.Equal<byte[]>(packed.ToArray()[5..8], await fixture.ReadAsync("packed", new(5, 7)));
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Takes_a_stream_from_its_current_position_on(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        using var content = new MemoryStream([1, 2, 3, 4]) { Position = 2 };
        await fixture.Store.PutAsync("rest", content, Css, default);
        Assert.Equal<byte[]>([3, 4], await fixture.ReadAsync("rest", null));
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Replaces_an_object_as_a_whole_when_many_write_it_at_once(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        var puts = Enumerable
            .Range(0, 8)
            .Select(i => Enumerable.Repeat((byte)i, 100_000).ToArray())
            .Select(bytes => fixture.Store.PutAsync("x", new MemoryStream(bytes), Css, default));
        await Task.WhenAll(puts);
        var read = await fixture.ReadAsync("x", null);
        Assert.Equal(100_000, read!.Length);
        Assert.Single(read.Distinct());
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Knows_what_is_not_there(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        Assert.Null(await fixture.Store.OpenAsync("nothing/here", null, default));
        await fixture.Store.DeleteAsync("nothing/here", default);
        await fixture.Store.PutAsync("gone", new MemoryStream([1]), Css, default);
        await fixture.Store.DeleteAsync("gone", default);
        Assert.Null(await fixture.Store.OpenAsync("gone", null, default));
    }

    [Theory, On("Disk"), On("S3"), On("Gcs")]
    public async Task Lists_objects_by_prefix_however_many_there_are(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1005),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, token) => await fixture.Store.PutAsync($"many/{i:D4}", new MemoryStream([1]), Css, token)
        );
        await fixture.Store.PutAsync("other", new MemoryStream([1]), Css, default);
        Assert.Equal(
            Enumerable.Range(0, 1005).Select(i => $"many/{i:D4}"),
            await fixture.Store.ListAsync("many/", default).ToListAsync()
        );
    }

    [Theory, On("S3"), On("Gcs")]
    public async Task Grants_one_object_with_all_that_browsers_should_know(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        var packed = Css with { ContentEncoding = "gzip" };
        await fixture.Store.PutAsync("p/packed.css.gz", new MemoryStream([1, 2, 3]), packed, default);
        var address = (await fixture.Store.CreateReadUrlAsync("p/packed.css.gz", TimeSpan.FromMinutes(5), default))!;
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using var answer = await http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal<byte[]>([1, 2, 3], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(Css.ContentType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalDays: 365 });
    }

    [Theory, On("S3"), On("Gcs")]
    public async Task Grants_no_other_object(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter);
        await fixture.Store.PutAsync("p/packed.css.gz", new MemoryStream([1, 2, 3]), Css, default);
        var address = (await fixture.Store.CreateReadUrlAsync("p/packed.css.gz", TimeSpan.FromMinutes(5), default))!;
        using var http = new HttpClient();
        var other = new Uri(address.AbsoluteUri.Replace("packed.css.gz", "other.css.gz"));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(address.AbsoluteUri.Split('?')[0])).StatusCode);
    }

    [Theory, On("S3"), On("Gcs")]
    public async Task Says_so_when_its_server_is_away(string adapter)
    {
        await using var fixture = await StoreFixture.OpenAsync(adapter, isAway: true);
        await Assert.ThrowsAsync<ObjectStoreException>(() =>
            fixture.Store.PutAsync("x", new MemoryStream([1]), Css, default)
        );
        await Assert.ThrowsAsync<ObjectStoreException>(() => fixture.Store.OpenAsync("x", null, default));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_disk_takes_no_key_that_leads_elsewhere(string key)
    {
        await using var fixture = await StoreFixture.OpenAsync("Disk");
        await Assert.ThrowsAsync<ArgumentException>(() =>
            fixture.Store.PutAsync(key, new MemoryStream([1]), Css, default)
        );
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
}
