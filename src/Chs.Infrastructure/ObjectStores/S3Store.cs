using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.S3.Model;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using ByteRange = Chs.Application.Ports.ByteRange;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>
/// Objects in a bucket of S3, or of a compatible server (Ceph, MinIO, Google's interoperability endpoint).
/// </summary>
sealed class S3Store(S3StoreSettings settings, TimeProvider time) : IObjectStore, IDisposable
{
    readonly AmazonS3Client _client = new(
        settings.AccessKey is null
            ? DefaultAWSCredentialsIdentityResolver.GetCredentials()
            : new BasicAWSCredentials(settings.AccessKey, settings.SecretKey),
        ConfigOf(settings)
    );

    static AmazonS3Config ConfigOf(S3StoreSettings settings)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.Endpoint is not null,
            // Servers other than Amazon's don't know the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromMinutes(2),
            MaxErrorRetry = 2,
        };
        if (settings.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.AbsoluteUri;
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        return config;
    }

    public Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            var request = new PutObjectRequest
            {
                BucketName = settings.Bucket,
                Key = key,
                InputStream = content,
                AutoCloseStream = false,
                AutoResetStreamPosition = false,
                ContentType = traits.ContentType,
                UseChunkEncoding = false,
            };
            request.Headers.CacheControl = traits.CacheControl;
            if (traits.ContentEncoding is { } encoding)
                request.Headers.ContentEncoding = encoding;
            await _client.PutObjectAsync(request, cancellationToken);
            return true;
        });

    public Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            try
            {
                var request = new GetObjectRequest { BucketName = settings.Bucket, Key = key };
                if (range is { } part)
                    request.ByteRange = new Amazon.S3.Model.ByteRange(part.First, part.Last);
                return (await _client.GetObjectAsync(request, cancellationToken)).ResponseStream;
            }
            catch (AmazonS3Exception failure) when (failure.StatusCode is HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        CallAsync(async () => await _client.DeleteObjectAsync(settings.Bucket, key, cancellationToken));

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await CallAsync(async () => await _client.ListObjectsV2Async(request, cancellationToken));
            foreach (var item in page.S3Objects ?? [])
                yield return item.Key;
            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated ?? false);
    }

    public async Task<Uri?> CreateReadUrlAsync(string key, TimeSpan validFor, CancellationToken cancellationToken)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = settings.Bucket,
            Key = key,
            Verb = HttpVerb.GET,
            Expires = (time.GetUtcNow() + validFor).UtcDateTime,
            Protocol = settings.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        return new Uri(await _client.GetPreSignedURLAsync(request));
    }

    static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
            when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new ObjectStoreException($"The S3 store refuses or doesn't answer: {failure.Message}", failure);
        }
    }

    public void Dispose() => _client.Dispose();
}
