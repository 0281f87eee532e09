using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>
/// The few addresses of Google Cloud Storage's JSON API that matter here, made after its published description: media, multipart and resumable upload,
/// download with range, list in pages, delete, preconditions, V4-signed addresses. A test holds it to Google's own client.
/// </summary>
public sealed class GoogleStandIn : IAsyncDisposable
{
    public const string Bucket = "chs-bucket";
    const string Account = "tests@chs.iam.gserviceaccount.com",
        Token = "a token of the stand-in";

    readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (JsonElement Metadata, MemoryStream Content)> _uploads = new();
    readonly RSA _key = RSA.Create(2048);
    readonly WebApplication _app;
    long _generation = 1_700_000_000_000_000;

    GoogleStandIn(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>A service account's key, made for this stand-in alone.</summary>
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
        await File.WriteAllTextAsync(
            google.KeyFile,
            JsonSerializer.Serialize(
                new Dictionary<string, string>
                {
                    ["type"] = "service_account",
                    ["project_id"] = "chs",
                    ["private_key_id"] = "1",
                    ["private_key"] = google._key.ExportPkcs8PrivateKeyPem(),
                    ["client_email"] = Account,
                    ["client_id"] = "1",
                    ["token_uri"] = new Uri(google.Address, "token").AbsoluteUri,
                }
            )
        );
        return google;
    }

    public Task StopAsync() => _app.StopAsync();

    async Task AnswerAsync(HttpContext http)
    {
        var (request, path) = (http.Request, http.Request.Path.Value!);
        if (path == "/token")
        {
            await http.Response.WriteAsJsonAsync(
                new
                {
                    access_token = Token,
                    expires_in = 3600,
                    token_type = "Bearer",
                }
            );
            return;
        }

        if (path.StartsWith($"/{Bucket}/", StringComparison.Ordinal))
        {
            await (
                IsSigned(request, path)
                    ? SendAsync(http, path[(Bucket.Length + 2)..])
                    : RefuseAsync(http, 403, "The request signature does not match.")
            );
            return;
        }

        if (request.Headers.Authorization != $"Bearer {Token}" && !request.Query.ContainsKey("upload_id"))
        {
            await RefuseAsync(http, 401, "Login Required");
            return;
        }

        // The name of an object is one segment, escaped: it stands in the raw address only.
        var raw = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
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

    async Task UploadAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Query["upload_id"].ToString() is { Length: > 0 } id)
        {
            await ContinueAsync(http, id);
            return;
        }

        switch (request.Query["uploadType"].ToString())
        {
            case "resumable":
                id = Guid.NewGuid().ToString("N");
                var body = await ReadAsync(request.Body);
                var metadata =
                    body.Length > 0 ? JsonDocument.Parse(body).RootElement : JsonSerializer.SerializeToElement(new { });
                // What the document doesn't say stands in the address and a header.
                var said = metadata
                    .EnumerateObject()
                    .ToDictionary(member => member.Name, member => (object)member.Value);
                said.TryAdd("name", request.Query["name"].ToString());
                said.TryAdd("contentType", request.Headers["X-Upload-Content-Type"].ToString());
                metadata = JsonSerializer.SerializeToElement(said);
                _uploads[id] = (metadata, new MemoryStream());
                http.Response.Headers.Location = new Uri(
                    Address,
                    $"upload/storage/v1/b/{Bucket}/o?uploadType=resumable&upload_id={id}"
                ).AbsoluteUri;
                break;
            case "multipart":
                var boundary = Microsoft
                    .Net.Http.Headers.MediaTypeHeaderValue.Parse(request.ContentType)
                    .Boundary.ToString()
                    .Trim('"');
                var reader = new MultipartReader(boundary, request.Body);
                metadata = await JsonSerializer.DeserializeAsync<JsonElement>(
                    (await reader.ReadNextSectionAsync())!.Body
                );
                await StoreAsync(http, metadata, await ReadAsync((await reader.ReadNextSectionAsync())!.Body));
                break;
            default:
                await StoreAsync(
                    http,
                    JsonSerializer.SerializeToElement(
                        new { name = request.Query["name"].ToString(), contentType = request.ContentType }
                    ),
                    await ReadAsync(request.Body)
                );
                break;
        }
    }

    async Task ContinueAsync(HttpContext http, string id)
    {
        if (!_uploads.TryGetValue(id, out var upload))
        {
            await RefuseAsync(http, 404, "No such upload");
            return;
        }

        // "bytes 0-99/200", "bytes 0-99/*" (more to come), "bytes 0-*/*" (whatever comes is all), "bytes */200"
        var bytes = await ReadAsync(http.Request.Body);
        var range = http.Request.Headers.ContentRange.ToString();
        var total =
            range.Length == 0 ? upload.Content.Length + bytes.Length
            : range.Split('/')[^1] is "*" ? (long?)null
            : long.Parse(range.Split('/')[^1], CultureInfo.InvariantCulture);
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

    async Task StoreAsync(HttpContext http, JsonElement metadata, byte[] content)
    {
        string? Text(string name) => metadata.TryGetProperty(name, out var value) ? value.GetString() : null;
        var name = Text("name") ?? http.Request.Query["name"].ToString();
        if (
            http.Request.Query["ifGenerationMatch"].ToString() is { Length: > 0 } wanted
            && wanted
                != (
                    _objects.TryGetValue(name, out var there)
                        ? there.Generation.ToString(CultureInfo.InvariantCulture)
                        : "0"
                )
        )
        {
            await RefuseAsync(http, 412, "At least one of the pre-conditions you specified did not hold.");
            return;
        }

        var stored = _objects[name] = new StoredObject(
            name,
            content,
            Text("contentType") ?? "application/octet-stream",
            Text("cacheControl"),
            Text("contentEncoding"),
            Interlocked.Increment(ref _generation)
        );
        await http.Response.WriteAsJsonAsync(Describe(stored));
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
            await http.Response.WriteAsJsonAsync(Describe(stored));
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
        http.Response.Headers["x-goog-hash"] = $"crc32c={Crc(stored.Content)},md5={Md5(stored.Content)}";
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
        var (prefix, after) = (http.Request.Query["prefix"].ToString(), http.Request.Query["pageToken"].ToString());
        var found = _objects
            .Keys.Where(name =>
                name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(name, after) > 0
            )
            .Order(StringComparer.Ordinal)
            .Take(page + 1)
            .ToList();
        var answer = new Dictionary<string, object>
        {
            ["kind"] = "storage#objects",
            ["items"] = found.Take(page).Select(name => Describe(_objects[name])),
        };
        if (found.Count > page)
            answer["nextPageToken"] = found[page - 1];
        await http.Response.WriteAsJsonAsync(answer);
    }

    /// <summary>Checks Google's V4 signature with the public half of the key.</summary>
    bool IsSigned(HttpRequest request, string path)
    {
        var query = request.Query;
        if (
            query["X-Goog-Algorithm"] != "GOOG4-RSA-SHA256"
            || !DateTimeOffset.TryParseExact(
                query["X-Goog-Date"],
                "yyyyMMdd'T'HHmmss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var signed
            )
        )
            return false;
        if (
            signed.AddSeconds(int.Parse(query["X-Goog-Expires"].ToString(), CultureInfo.InvariantCulture))
            < TimeProvider.System.GetUtcNow()
        )
            return false;
        if (query["X-Goog-Credential"].ToString().Split('/', 2) is not [Account, var scope])
            return false;
        var canonicalQuery = string.Join(
            '&',
            query
                .Where(pair => pair.Key != "X-Goog-Signature")
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}")
        );
        var canonicalPath = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        // Google's addresses have no port, and its own client signs the name alone.
        return ((string[])[request.Host.Value!, request.Host.Host]).Any(host =>
        {
            var canonical =
                $"{request.Method}\n{canonicalPath}\n{canonicalQuery}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD";
            var text =
                $"GOOG4-RSA-SHA256\n{query["X-Goog-Date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
            return _key.VerifyData(
                Encoding.UTF8.GetBytes(text),
                Convert.FromHexString(query["X-Goog-Signature"].ToString()),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
        });
    }

    static object Describe(StoredObject stored) =>
        new
        {
            kind = "storage#object",
            id = $"{Bucket}/{stored.Name}/{stored.Generation}",
            name = stored.Name,
            bucket = Bucket,
            size = stored.Content.Length.ToString(CultureInfo.InvariantCulture),
            contentType = stored.ContentType,
            cacheControl = stored.CacheControl,
            contentEncoding = stored.ContentEncoding,
            generation = stored.Generation.ToString(CultureInfo.InvariantCulture),
            metageneration = "1",
            md5Hash = Md5(stored.Content),
            crc32c = Crc(stored.Content),
        };

    static string Md5(byte[] content) => Convert.ToBase64String(MD5.HashData(content)); // the contract's digest, not ours

    static string Crc(byte[] content)
    {
        var crc = content.Aggregate(uint.MaxValue, System.Numerics.BitOperations.Crc32C);
        var big = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(big, ~crc);
        return Convert.ToBase64String(big);
    }

    static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    static Task RefuseAsync(HttpContext http, int status, string message)
    {
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
                            reason = status == 404 ? "notFound" : "invalid",
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

    sealed record StoredObject(
        string Name,
        byte[] Content,
        string ContentType,
        string? CacheControl,
        string? ContentEncoding,
        long Generation
    );
}
