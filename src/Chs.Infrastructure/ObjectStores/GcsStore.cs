using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using Google;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Storage.v1;
using Google.Cloud.Storage.V1;
using CloudObject = Google.Apis.Storage.v1.Data.Object;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Objects in a bucket of Google Cloud Storage.</summary>
sealed class GcsStore : IObjectStore, IDisposable
{
    static readonly UploadObjectOptions RejectDamaged = new()
    {
        // Google compares a checksum before the object exists; the default is the same, under an obsolete name.
        UploadValidationMode = UploadValidationMode.RejectAndThrow,
    };

    readonly GcsStoreSettings _settings;
    readonly Lazy<GoogleCredential> _credential;
    readonly Lazy<StorageClient> _client;

    public GcsStore(GcsStoreSettings settings)
    {
        _settings = settings;
        _credential = new Lazy<GoogleCredential>(LoadCredential);
        _client = new Lazy<StorageClient>(Connect);
    }

    GoogleCredential LoadCredential()
    {
        var credential = _settings.CredentialsFile is { } file
            ? CredentialFactory.FromFile<ServiceAccountCredential>(file).ToGoogleCredential()
            : GoogleCredential.GetApplicationDefault();
        // The client would ask for full control, which includes the rights to the bucket.
        return credential.CreateScoped(StorageService.ScopeConstants.DevstorageReadWrite);
    }

    StorageClient Connect()
    {
        var builder = new StorageClientBuilder
        {
            BaseUri = new Uri(_settings.Endpoint, "storage/v1/").AbsoluteUri,
            GoogleCredential = _credential.Value,
            HttpClientFactory = new AsStoredHttpClientFactory(),
        };
        var client = builder.Build();
        client.Service.HttpClient.Timeout = TimeSpan.FromMinutes(2);
        return client;
    }

    public Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            var target = new CloudObject
            {
                Bucket = _settings.Bucket,
                Name = key,
                ContentType = traits.ContentType,
                CacheControl = traits.CacheControl,
                ContentEncoding = traits.ContentEncoding,
            };
            // The client reads a seekable stream from its beginning.
            var source = content.Position > 0 ? new PartStream(content, content.Length - content.Position) : content;
            return await _client.Value.UploadObjectAsync(target, source, RejectDamaged, cancellationToken);
        });

    /// <remarks>
    /// The client's own download writes into a stream and decompresses what was stored compressed. Its HTTP client,
    /// which logs in, hands out the bytes as they come.
    /// </remarks>
    public Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        CallAsync<Stream?>(async () =>
        {
            var service = _client.Value.Service;
            var bucket = Uri.EscapeDataString(_settings.Bucket);
            var address = $"{service.BaseUri}b/{bucket}/o/{Uri.EscapeDataString(key)}?alt=media";
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            // Without it Google decompresses objects that were stored compressed.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            if (range is { } part)
                request.Headers.Range = new RangeHeaderValue(part.First, part.Last);
            var response = await service.HttpClient.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadAsStreamAsync(cancellationToken);
            response.Dispose();
            return response.StatusCode is HttpStatusCode.NotFound
                ? null
                : throw new HttpRequestException($"the status is {(int)response.StatusCode}");
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            try
            {
                await _client.Value.DeleteObjectAsync(_settings.Bucket, key, cancellationToken: cancellationToken);
                return true;
            }
            catch (GoogleApiException failure) when (failure.HttpStatusCode is HttpStatusCode.NotFound)
            {
                return false;
            }
        });

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var options = new ListObjectsOptions { Fields = "items(name),nextPageToken" };
        var client = await CallAsync(() => Task.FromResult(_client.Value));
        await using var objects = client
            .ListObjectsAsync(_settings.Bucket, prefix, options)
            .GetAsyncEnumerator(cancellationToken);
        while (await CallAsync(async () => await objects.MoveNextAsync()))
            yield return objects.Current.Name;
    }

    /// <returns>Null without the key of a service account: then every signature would be a request to Google.</returns>
    public Task<Uri?> CreateReadUrlAsync(string key, TimeSpan validFor, CancellationToken cancellationToken) =>
        CallAsync<Uri?>(async () =>
        {
            if (_credential.Value.UnderlyingCredential is not ServiceAccountCredential account)
                return null;
            var source = UrlSigner.RequestTemplate.FromBucket(_settings.Bucket).WithObjectName(key);
            var options = UrlSigner
                .Options.FromDuration(validFor)
                .WithScheme(_settings.Endpoint.Scheme)
                // With its port, if it has one: browsers send it in the header that is signed.
                .WithHost(_settings.Endpoint.Authority);
            return new Uri(await UrlSigner.FromCredential(account).SignAsync(source, options, cancellationToken));
        });

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
                        or GoogleApiException
                        or TokenResponseException
                        or InvalidOperationException
            )
        {
            throw new ObjectStoreException(
                $"Google Cloud Storage refuses or doesn't answer: {failure.Message}",
                failure
            );
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    /// <summary>Makes HTTP clients that never decompress.</summary>
    sealed class AsStoredHttpClientFactory : Google.Apis.Http.HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(Google.Apis.Http.CreateHttpClientArgs args) =>
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.None,
                // Google's library follows redirects itself.
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            };
    }
}
