using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Chs.Testing;

/// <summary>
/// The part of Google Cloud Storage's JSON API that CHS uses, written after its published description: media, multipart and resumable
/// upload, download with a range, listing in pages, delete, preconditions and V4-signed addresses.
/// A test checks it with Google's own client.
/// </summary>
public sealed class GoogleStandIn : IAsyncDisposable
{
    public const string Bucket = "chs-bucket";
    const string Account = "tests@chs.iam.gserviceaccount.com";
    const string Token = "a token of the stand-in";

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
        if (path == "/token")
            await GiveTokenAsync(http);
        else if (path.StartsWith($"/{Bucket}/", StringComparison.Ordinal))
            await AnswerSignedAsync(http, path);
        else if (request.Headers.Authorization == $"Bearer {Token}" || request.Query.ContainsKey("upload_id"))
            await AnswerApiAsync(http, path);
        else
            await RefuseAsync(http, 401, "Login Required");
    }

    static Task GiveTokenAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                access_token = Token,
                expires_in = 3600,
                token_type = "Bearer",
            }
        );

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
        if (path == $"/upload{objects}")
            await UploadAsync(http);
        else if (raw == objects)
            await ListAsync(http);
        else if (raw.StartsWith(objects + "/", StringComparison.Ordinal))
            await OneAsync(http, Uri.UnescapeDataString(raw[(objects.Length + 1)..]));
        else
            await RefuseAsync(http, 404, "Not Found");
    }

    Task UploadAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (query["upload_id"].ToString() is { Length: > 0 } id)
            return ContinueUploadAsync(http, id);
        return query["uploadType"].ToString() switch
        {
            "resumable" => BeginUploadAsync(http),
            "multipart" => UploadMultipartAsync(http),
            _ => UploadMediaAsync(http),
        };
    }

    async Task BeginUploadAsync(HttpContext http)
    {
        var request = http.Request;
        var body = await ReadAsync(request.Body);
        var metadata =
            body.Length > 0
                ? JsonSerializer.Deserialize<Dictionary<string, object>>(body)!
                : new Dictionary<string, object>();
        // Members that the document leaves out are in the address and in a header.
        metadata.TryAdd("name", request.Query["name"].ToString());
        metadata.TryAdd("contentType", request.Headers["X-Upload-Content-Type"].ToString());
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = (JsonSerializer.SerializeToElement(metadata), new MemoryStream());
        var location = new Uri(Address, $"upload/storage/v1/b/{Bucket}/o?uploadType=resumable&upload_id={id}");
        http.Response.Headers.Location = location.AbsoluteUri;
    }

    async Task UploadMultipartAsync(HttpContext http)
    {
        var boundary = MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary.ToString().Trim('"');
        var reader = new MultipartReader(boundary, http.Request.Body);
        var first = await reader.ReadNextSectionAsync();
        var metadata = await JsonSerializer.DeserializeAsync<JsonElement>(first!.Body);
        var second = await reader.ReadNextSectionAsync();
        await StoreAsync(http, metadata, await ReadAsync(second!.Body));
    }

    async Task UploadMediaAsync(HttpContext http)
    {
        var request = http.Request;
        var metadata = JsonSerializer.SerializeToElement(
            new { name = request.Query["name"].ToString(), contentType = request.ContentType }
        );
        await StoreAsync(http, metadata, await ReadAsync(request.Body));
    }

    async Task ContinueUploadAsync(HttpContext http, string id)
    {
        if (!_uploads.TryGetValue(id, out var upload))
        {
            await RefuseAsync(http, 404, "No such upload");
            return;
        }

        // "bytes 0-99/200", "bytes 0-99/*" (more follows), "bytes 0-*/*" (whatever follows is all), "bytes */200"
        var bytes = await ReadAsync(http.Request.Body);
        var range = http.Request.Headers.ContentRange.ToString();
        var total = range.Length == 0 ? upload.Content.Length + bytes.Length : TotalOf(range);
        var first = range.Split(' ')[^1].Split('-', '/')[0];
        if (long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            upload.Content.SetLength(start);
        upload.Content.Position = upload.Content.Length;
        upload.Content.Write(bytes);
        if (total == upload.Content.Length || range.EndsWith("-*/*", StringComparison.Ordinal))
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
        var name = Text("name") ?? http.Request.Query["name"].ToString();
        var requiredGeneration = http.Request.Query["ifGenerationMatch"].ToString();
        if (requiredGeneration.Length > 0 && requiredGeneration != GenerationOf(name))
        {
            await RefuseAsync(http, 412, "At least one of the pre-conditions you specified did not hold.");
            return;
        }

        var stored = new GoogleObject(
            name,
            content,
            Text("contentType") ?? "application/octet-stream",
            Text("cacheControl"),
            Text("contentEncoding"),
            Interlocked.Increment(ref _generation)
        );
        _objects[name] = stored;
        await http.Response.WriteAsJsonAsync(stored.Describe(Bucket));
    }

    /// <returns>0: there is no object of this name.</returns>
    string GenerationOf(string name) =>
        _objects.TryGetValue(name, out var stored) ? stored.Generation.ToString(CultureInfo.InvariantCulture) : "0";

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
        if (stored.ContentEncoding is { } encoding)
            http.Response.Headers.ContentEncoding = encoding;
        http.Response.Headers["x-goog-hash"] = $"crc32c={stored.Crc32C},md5={stored.Md5}";
        var content = stored.Content.AsMemory();
        if (
            http.Request.GetTypedHeaders().Range is { Ranges: { Count: 1 } ranges }
            && ranges.Single() is { From: { } from, To: var to }
        )
        {
            var last = (int)Math.Min(to ?? long.MaxValue, content.Length - 1);
            http.Response.StatusCode = 206;
            http.Response.Headers.ContentRange = $"bytes {from}-{last}/{content.Length}";
            content = content[(int)from..(last + 1)];
        }

        await http.Response.Body.WriteAsync(content);
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
