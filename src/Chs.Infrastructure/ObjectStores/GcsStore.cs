using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Application.Ports;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Upload;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Objects in a bucket of Google Cloud Storage, by its JSON API (decision 0013 says why not by Google's own client).</summary>
sealed class GcsStore : IObjectStore, IDisposable
{
    readonly GcsStoreSettings _settings;
    readonly TimeProvider _time;
    readonly HttpClient _http;

    /// <summary>Google's own client, which knows when to try again.</summary>
    readonly Google.Apis.Http.ConfigurableHttpClient _uploads =
        new Google.Apis.Http.HttpClientFactory().CreateHttpClient(new());
    readonly Lazy<GoogleCredential> _credential;

    public GcsStore(GcsStoreSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        // Compressed objects are handed on as they are: nothing is unpacked on the way.
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.None,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            }
        )
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
        _credential = new(() =>
            (
                settings.CredentialsFile is { } file
                    ? CredentialFactory.FromFile<ServiceAccountCredential>(file).ToGoogleCredential()
                    : GoogleCredential.GetApplicationDefault()
            ).CreateScoped("https://www.googleapis.com/auth/devstorage.read_write")
        );
    }

    public Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var metadata = new Dictionary<string, string>
            {
                ["name"] = key,
                ["contentType"] = traits.ContentType,
                ["cacheControl"] = traits.CacheControl,
            };
            if (traits.ContentEncoding is { } encoding)
                metadata["contentEncoding"] = encoding;
            using var begin = new HttpRequestMessage(
                HttpMethod.Post,
                Address($"upload/storage/v1/b/{Uri.EscapeDataString(_settings.Bucket)}/o?uploadType=resumable")
            )
            {
                Content = JsonContent.Create(metadata),
            };
            begin.Headers.Add("X-Upload-Content-Type", traits.ContentType);
            using var session = await SendAsync(begin, cancellationToken);
            await EnsureAsync(session, cancellationToken);
            // Google's own code sends the bytes: in pieces, and again from where it broke off.
            var upload = ResumableUpload.CreateFromUploadUri(
                session.Headers.Location!,
                content,
                new ResumableUploadOptions { HttpClient = _uploads }
            );
            var progress = await upload.UploadAsync(cancellationToken);
            if (progress.Status is not UploadStatus.Completed)
                throw new ObjectStoreException(
                    $"Google Cloud Storage didn't take '{key}': {progress.Exception?.Message}",
                    progress.Exception
                );
            return true;
        });

    public Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                Address(
                    $"storage/v1/b/{Uri.EscapeDataString(_settings.Bucket)}/o/{Uri.EscapeDataString(key)}?alt=media"
                )
            );
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")); // without it Google unpacks what was stored packed
            if (range is { } part)
                request.Headers.Range = new RangeHeaderValue(part.First, part.Last);
            var answer = await SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.NotFound)
            {
                answer.Dispose();
                return null;
            }

            await EnsureAsync(answer, cancellationToken);
            return await answer.Content.ReadAsStreamAsync(cancellationToken);
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Delete,
                Address($"storage/v1/b/{Uri.EscapeDataString(_settings.Bucket)}/o/{Uri.EscapeDataString(key)}")
            );
            using var answer = await SendAsync(request, cancellationToken);
            if (answer.StatusCode is not HttpStatusCode.NotFound)
                await EnsureAsync(answer, cancellationToken);
            return true;
        });

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? page = null;
        do
        {
            var found = await AskAsync(async () =>
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    Address(
                        $"storage/v1/b/{Uri.EscapeDataString(_settings.Bucket)}/o?prefix={Uri.EscapeDataString(prefix)}&fields=items(name),nextPageToken{(page is null ? "" : $"&pageToken={Uri.EscapeDataString(page)}")}"
                    )
                );
                using var answer = await SendAsync(request, cancellationToken);
                await EnsureAsync(answer, cancellationToken);
                return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            });
            if (found.TryGetProperty("items", out var items))
                foreach (var item in items.EnumerateArray())
                    yield return item.GetProperty("name").GetString()!;
            page = found.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        } while (page is not null);
    }

    /// <summary>Google's V4 signature over the address; needs the key of a service account.</summary>
    public Task<Uri?> GrantReadAsync(string key, TimeSpan validFor, CancellationToken cancellationToken)
    {
        if (
            _settings.CredentialsFile is null
            || _credential.Value.UnderlyingCredential is not ServiceAccountCredential account
        )
            return Task.FromResult<Uri?>(null);
        var now = _time.GetUtcNow();
        var (day, instant) = (
            now.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
        );
        var scope = $"{day}/auto/storage/goog4_request";
        var path = $"/{_settings.Bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        var query =
            $"X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential={Uri.EscapeDataString($"{account.Id}/{scope}")}&X-Goog-Date={instant}&X-Goog-Expires={(int)validFor.TotalSeconds}&X-Goog-SignedHeaders=host";
        var host = _settings.Endpoint.Authority;
        var canonical = $"GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD";
        var toSign =
            $"GOOG4-RSA-SHA256\n{instant}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(
            Convert.FromBase64String(account.CreateSignature(Encoding.UTF8.GetBytes(toSign)))
        );
        return Task.FromResult<Uri?>(new Uri(_settings.Endpoint, $"{path}?{query}&X-Goog-Signature={signature}"));
    }

    Uri Address(string path) => new(_settings.Endpoint, path);

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await ((ITokenAccess)_credential.Value).GetAccessTokenForRequestAsync(
            cancellationToken: cancellationToken
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    static async Task EnsureAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return;
        var said = await answer.Content.ReadAsStringAsync(cancellationToken);
        throw new ObjectStoreException(
            $"Google Cloud Storage answers {(int)answer.StatusCode}: {said[..Math.Min(said.Length, 300)]}"
        );
    }

    static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure)
            when (failure
                    is HttpRequestException
                        or IOException
                        or JsonException
                        or Google.GoogleApiException
                        or Google.Apis.Auth.OAuth2.Responses.TokenResponseException
                        or InvalidOperationException
            )
        {
            throw new ObjectStoreException($"Google Cloud Storage doesn't answer: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _uploads.Dispose();
    }
}

/// <summary>A bucket of Google Cloud Storage.</summary>
/// <param name="Endpoint"><c>https://storage.googleapis.com</c>, or a stand-in.</param>
/// <param name="CredentialsFile">Key of a service account; null: what the machine has.</param>
public sealed record GcsStoreSettings(Uri Endpoint, string Bucket, string? CredentialsFile);
