using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using Google;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Google.Apis.Upload;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Objects in a bucket of Google Cloud Storage, through its JSON API.</summary>
/// <remarks>Decision 0013 says why Google's own storage client isn't used.</remarks>
sealed class GcsStore : IObjectStore, IDisposable
{
    const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";

    readonly GcsStoreSettings _settings;
    readonly TimeProvider _time;
    readonly HttpClient _http;

    /// <summary>Google's client, which repeats failed requests.</summary>
    readonly ConfigurableHttpClient _uploads = new HttpClientFactory().CreateHttpClient(new());
    readonly Lazy<GoogleCredential> _credential;

    public GcsStore(GcsStoreSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                // Objects that were stored compressed are passed on compressed.
                AutomaticDecompression = DecompressionMethods.None,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            }
        )
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
        _credential = new Lazy<GoogleCredential>(LoadCredential);
    }

    string BucketPath => $"storage/v1/b/{Uri.EscapeDataString(_settings.Bucket)}/o";

    GoogleCredential LoadCredential()
    {
        var credential = _settings.CredentialsFile is { } file
            ? CredentialFactory.FromFile<ServiceAccountCredential>(file).ToGoogleCredential()
            : GoogleCredential.GetApplicationDefault();
        return credential.CreateScoped(Scope);
    }

    public Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            var uploadAddress = await BeginUploadAsync(key, traits, cancellationToken);
            // Google's library sends the bytes in chunks, and after a failure continues where it stopped.
            var upload = ResumableUpload.CreateFromUploadUri(
                uploadAddress,
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

    async Task<Uri> BeginUploadAsync(string key, ObjectTraits traits, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>
        {
            ["name"] = key,
            ["contentType"] = traits.ContentType,
            ["cacheControl"] = traits.CacheControl,
        };
        if (traits.ContentEncoding is { } encoding)
            metadata["contentEncoding"] = encoding;
        var address = Address($"upload/{BucketPath}?uploadType=resumable");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(metadata) };
        request.Headers.Add("X-Upload-Content-Type", traits.ContentType);
        using var response = await SendAsync(request, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        return response.Headers.Location!;
    }

    public Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, ObjectAddress(key, "?alt=media"));
            // Without it Google decompresses objects that were stored compressed.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            if (range is { } part)
                request.Headers.Range = new RangeHeaderValue(part.First, part.Last);
            var response = await SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound)
            {
                response.Dispose();
                return null;
            }

            await EnsureSuccessAsync(response, cancellationToken);
            return await response.Content.ReadAsStreamAsync(cancellationToken);
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, ObjectAddress(key));
            using var response = await SendAsync(request, cancellationToken);
            if (response.StatusCode is not HttpStatusCode.NotFound)
                await EnsureSuccessAsync(response, cancellationToken);
            return true;
        });

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? pageToken = null;
        do
        {
            var page = await CallAsync(() => ReadPageAsync(prefix, pageToken, cancellationToken));
            if (page.TryGetProperty("items", out var items))
            {
                foreach (var item in items.EnumerateArray())
                    yield return item.GetProperty("name").GetString()!;
            }

            pageToken = page.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        } while (pageToken is not null);
    }

    async Task<JsonElement> ReadPageAsync(string prefix, string? pageToken, CancellationToken cancellationToken)
    {
        var query = $"?prefix={Uri.EscapeDataString(prefix)}&fields=items(name),nextPageToken";
        if (pageToken is not null)
            query += $"&pageToken={Uri.EscapeDataString(pageToken)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(BucketPath + query));
        using var response = await SendAsync(request, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    /// <returns>Null without the key of a service account: then nothing can be signed.</returns>
    public Task<Uri?> CreateReadUrlAsync(string key, TimeSpan validFor, CancellationToken cancellationToken)
    {
        if (
            _settings.CredentialsFile is null
            || _credential.Value.UnderlyingCredential is not ServiceAccountCredential account
        )
            return Task.FromResult<Uri?>(null);
        var signer = new GcsUrlSigner(account, _settings.Endpoint);
        return Task.FromResult<Uri?>(signer.Sign(_settings.Bucket, key, _time.GetUtcNow(), validFor));
    }

    Uri Address(string path) => new(_settings.Endpoint, path);

    Uri ObjectAddress(string key, string query = "") => Address($"{BucketPath}/{Uri.EscapeDataString(key)}{query}");

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ITokenAccess credential = _credential.Value;
        var token = await credential.GetAccessTokenForRequestAsync(cancellationToken: cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var beginning = body[..Math.Min(body.Length, 300)];
        throw new ObjectStoreException($"Google Cloud Storage answers {(int)response.StatusCode}: {beginning}");
    }

    static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
            when (failure
                    is HttpRequestException
                        or IOException
                        or JsonException
                        or GoogleApiException
                        or TokenResponseException
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
