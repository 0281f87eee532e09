using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Chs.Application.Ports;
using ByteRange = Chs.Application.Ports.ByteRange;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Objects in a bucket of S3, or of whatever speaks like it (Ceph, MinIO, Google's interoperability endpoint).</summary>
sealed class S3Store(S3StoreSettings settings, TimeProvider time) : IObjectStore, IDisposable
{
    readonly AmazonS3Client _client = new(
        settings.AccessKey is null
            ? Amazon.Runtime.Credentials.DefaultAWSCredentialsIdentityResolver.GetCredentials()
            : new BasicAWSCredentials(settings.AccessKey, settings.SecretKey),
        ConfigOf(settings)
    );

    static AmazonS3Config ConfigOf(S3StoreSettings settings)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.Endpoint is not null,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, // other servers than Amazon's don't know the newer ones
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromMinutes(2),
            MaxErrorRetry = 2,
        };
        if (settings.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.AbsoluteUri;
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        return config;
    }

    public Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var request = new PutObjectRequest
            {
                BucketName = settings.Bucket,
                Key = key,
                InputStream = content,
                AutoCloseStream = false,
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
        AskAsync(async () =>
        {
            try
            {
                var request = new GetObjectRequest { BucketName = settings.Bucket, Key = key };
                if (range is { } part)
                    request.ByteRange = new Amazon.S3.Model.ByteRange(part.First, part.Last);
                return (await _client.GetObjectAsync(request, cancellationToken)).ResponseStream;
            }
            catch (AmazonS3Exception absent) when (absent.StatusCode is HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        AskAsync(async () => await _client.DeleteObjectAsync(settings.Bucket, key, cancellationToken));

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await AskAsync(async () => await _client.ListObjectsV2Async(request, cancellationToken));
            foreach (var found in page.S3Objects ?? [])
                yield return found.Key;
            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated ?? false);
    }

    public async Task<Uri?> GrantReadAsync(string key, TimeSpan validFor, CancellationToken cancellationToken) =>
        new(
            await _client.GetPreSignedURLAsync(
                new GetPreSignedUrlRequest
                {
                    BucketName = settings.Bucket,
                    Key = key,
                    Verb = HttpVerb.GET,
                    Expires = (time.GetUtcNow() + validFor).UtcDateTime,
                    Protocol = settings.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
                }
            )
        );

    static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure)
            when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new ObjectStoreException($"The S3 store refuses or doesn't answer: {failure.Message}", failure);
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A bucket of S3.</summary>
/// <param name="Endpoint">Null: Amazon's own, in the region.</param>
/// <param name="AccessKey">Null: the credentials that the machine has (role, profile, environment).</param>
public sealed record S3StoreSettings(Uri? Endpoint, string Region, string Bucket, string? AccessKey, string? SecretKey);
