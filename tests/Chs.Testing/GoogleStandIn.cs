using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>
/// The part of Google Cloud Storage that CHS uses, written after its published description: resumable upload with a
/// checksum, download with a range, decompression for those who don't accept gzip, listing in pages, delete, tokens
/// of service accounts and V4-signed addresses.
/// </summary>
/// <remarks>Google's own client speaks to it: the adapter is written on it.</remarks>
public sealed class GoogleStandIn : IAsyncDisposable
{
    public const string Bucket = "chs-bucket";
    const string Account = "tests@chs.iam.gserviceaccount.com";

    readonly ConcurrentDictionary<string, GoogleObject> _objects = new(StringComparer.Ordinal);

    /// <summary>Resumable uploads that aren't complete.</summary>
    readonly ConcurrentDictionary<string, (JsonElement Metadata, MemoryStream Content)> _uploads = new();
    readonly RSA _key = RSA.Create(2048);
    readonly WebApplication _app;
    long _generation = 1_700_000_000_000_000;

    GoogleStandIn(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Path of a service account's key file, made for this stand-in alone.</summary>
    public string KeyFile { get; private set; } = null!;

    public static async Task<GoogleStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var google = new GoogleStandIn(builder.Build());
        google._app.Run(google.AnswerAsync);
        await google._app.StartAsync();
        google.Address = new Uri(google._app.Urls.Single() + "/");
        google.KeyFile = Path.Combine(Directory.CreateTempSubdirectory("chs-google-").FullName, "key.json");
        var key = new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["project_id"] = "chs",
            ["private_key_id"] = "1",
            ["private_key"] = google._key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = Account,
            ["client_id"] = "1",
            ["token_uri"] = new Uri(google.Address, "token").AbsoluteUri,
        };
        await File.WriteAllTextAsync(google.KeyFile, JsonSerializer.Serialize(key));
        return google;
    }

    public Task StopAsync() => _app.StopAsync();

    async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        var path = request.Path.Value!;
        if (path.StartsWith($"/{Bucket}/", StringComparison.Ordinal))
            await AnswerSignedAsync(http, path);
        else if (GoogleToken.IsValid(request.Headers.Authorization.ToString(), Account, _key))
            await AnswerApiAsync(http, path);
        else
            await RefuseAsync(http, 401, "Login Required");
    }

    async Task AnswerSignedAsync(HttpContext http, string path)
    {
        if (GoogleSignature.IsValid(http.Request, path, Account, _key))
            await SendAsync(http, path[(Bucket.Length + 2)..]);
        else
            await RefuseAsync(http, 403, "The request signature does not match.");
    }

    async Task AnswerApiAsync(HttpContext http, string path)
    {
        // An object's name is one escaped segment. Only the raw target still shows where it begins and ends.
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var objects = $"/storage/v1/b/{Bucket}/o";
        if (path == $"/upload{objects}" && http.Request.Query["upload_id"].ToString() is { Length: > 0 } id)
            await ContinueUploadAsync(http, id);
        else if (path == $"/upload{objects}")
            await BeginUploadAsync(http);
        else if (raw == objects)
            await ListAsync(http);
        else if (raw.StartsWith(objects + "/", StringComparison.Ordinal))
            await OneAsync(http, Uri.UnescapeDataString(raw[(objects.Length + 1)..]));
        else
            await RefuseAsync(http, 404, "Not Found");
    }

    async Task BeginUploadAsync(HttpContext http)
    {
        // The client compresses what it says of an object.
        var isPacked = http.Request.Headers.ContentEncoding == "gzip";
        await using var body = isPacked
            ? new GZipStream(http.Request.Body, CompressionMode.Decompress)
            : http.Request.Body;
        var metadata = await JsonSerializer.DeserializeAsync<JsonElement>(body);
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = (metadata, new MemoryStream());
        var location = new Uri(Address, $"upload/storage/v1/b/{Bucket}/o?uploadType=resumable&upload_id={id}");
        http.Response.Headers.Location = location.AbsoluteUri;
    }

    async Task ContinueUploadAsync(HttpContext http, string id)
    {
        if (!_uploads.TryGetValue(id, out var upload))
        {
            await RefuseAsync(http, 404, "No such upload");
            return;
        }

        // "bytes 0-99/200", "bytes 0-99/*" (more follows), "bytes */200" (how much is there?)
        var bytes = await ReadAsync(http.Request.Body);
        var range = http.Request.Headers.ContentRange.ToString();
        var total = TotalOf(range);
        var first = range.Split(' ')[^1].Split('-', '/')[0];
        if (long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            upload.Content.SetLength(start);
        upload.Content.Position = upload.Content.Length;
        upload.Content.Write(bytes);
        if (total == upload.Content.Length)
        {
            _uploads.TryRemove(id, out _);
            await StoreAsync(http, upload.Metadata, upload.Content.ToArray());
            return;
        }

        http.Response.StatusCode = 308;
        if (upload.Content.Length > 0)
            http.Response.Headers.Range = $"bytes=0-{upload.Content.Length - 1}";
    }

    /// <returns>Null: the client doesn't know it yet.</returns>
    static long? TotalOf(string contentRange)
    {
        var total = contentRange.Split('/')[^1];
        return total == "*" ? null : long.Parse(total, CultureInfo.InvariantCulture);
    }

    async Task StoreAsync(HttpContext http, JsonElement metadata, byte[] content)
    {
        string? Text(string member) => metadata.TryGetProperty(member, out var value) ? value.GetString() : null;
        var name = metadata.GetProperty("name").GetString()!;
        var stored = new GoogleObject(
            name,
            content,
            Text("contentType") ?? "application/octet-stream",
            Text("cacheControl"),
            Text("contentEncoding"),
            Interlocked.Increment(ref _generation)
        );
        if (http.Request.Headers["x-goog-hash"] != $"crc32c={stored.Crc32C}")
        {
            await RefuseAsync(http, 400, "Provided CRC32C doesn't match calculated CRC32C.");
            return;
        }

        _objects[name] = stored;
        await http.Response.WriteAsJsonAsync(stored.Describe(Bucket));
    }

    async Task OneAsync(HttpContext http, string name)
    {
        if (!_objects.TryGetValue(name, out var stored))
        {
            await RefuseAsync(http, 404, $"No such object: {Bucket}/{name}");
            return;
        }

        if (http.Request.Method == "DELETE")
        {
            _objects.TryRemove(name, out _);
            http.Response.StatusCode = 204;
        }
        else if (http.Request.Query["alt"] == "media")
            await SendAsync(http, name);
        else
            await http.Response.WriteAsJsonAsync(stored.Describe(Bucket));
    }

    async Task SendAsync(HttpContext http, string name)
    {
        if (!_objects.TryGetValue(name, out var stored))
        {
            await RefuseAsync(http, 404, "Not Found");
            return;
        }

        http.Response.ContentType = stored.ContentType;
        if (stored.CacheControl is { } cache)
            http.Response.Headers.CacheControl = cache;
        if (
            stored.ContentEncoding == "gzip"
            && !http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal)
        )
        {
            // As Google does; it ignores the range then.
            await using var unpacked = new GZipStream(new MemoryStream(stored.Content), CompressionMode.Decompress);
            await unpacked.CopyToAsync(http.Response.Body);
            return;
        }

        if (stored.ContentEncoding is { } encoding)
            http.Response.Headers.ContentEncoding = encoding;
        http.Response.Headers["x-goog-hash"] = $"crc32c={stored.Crc32C},md5={stored.Md5}";
        await http.Response.Body.WriteAsync(PartOf(stored.Content, http));
    }

    /// <summary>Applies the request's range to an object's bytes.</summary>
    static ReadOnlyMemory<byte> PartOf(ReadOnlyMemory<byte> content, HttpContext http)
    {
        if (
            http.Request.GetTypedHeaders().Range is not { Ranges: { Count: 1 } ranges }
            || ranges.Single() is not { From: { } from, To: var to }
        )
            return content;
        var last = (int)Math.Min(to ?? long.MaxValue, content.Length - 1);
        http.Response.StatusCode = 206;
        http.Response.Headers.ContentRange = $"bytes {from}-{last}/{content.Length}";
        return content[(int)from..(last + 1)];
    }

    async Task ListAsync(HttpContext http)
    {
        const int page = 100;
        var prefix = http.Request.Query["prefix"].ToString();
        var after = http.Request.Query["pageToken"].ToString();
        var names = _objects
            .Keys.Where(name =>
                name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(name, after) > 0
            )
            .Order(StringComparer.Ordinal)
            .Take(page + 1)
            .ToList();
        var answer = new Dictionary<string, object>
        {
            ["kind"] = "storage#objects",
            ["items"] = names.Take(page).Select(name => _objects[name].Describe(Bucket)),
        };
        if (names.Count > page)
            answer["nextPageToken"] = names[page - 1];
        await http.Response.WriteAsJsonAsync(answer);
    }

    static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    static Task RefuseAsync(HttpContext http, int status, string message)
    {
        var reason = status == 404 ? "notFound" : "invalid";
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new
            {
                error = new
                {
                    code = status,
                    message,
                    errors = new[]
                    {
                        new
                        {
                            message,
                            domain = "global",
                            reason,
                        },
                    },
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        Directory.Delete(Path.GetDirectoryName(KeyFile)!, recursive: true);
    }
}
