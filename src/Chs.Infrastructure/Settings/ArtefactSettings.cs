namespace Chs.Infrastructure.Settings;

/// <summary>Where built files are kept.</summary>
public sealed class ArtefactSettings
{
    public ArtefactProvider Provider { get; set; } = ArtefactProvider.Disk;

    /// <summary>For the disk. Unless it is set: <c>artefacts</c> in the data folder.</summary>
    public string? Folder { get; set; }

    public string? Bucket { get; set; }

    /// <summary>Another server than Amazon's or Google's own.</summary>
    public Uri? Endpoint { get; set; }

    public string Region { get; set; } = "us-east-1";

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    public string? CredentialsFile { get; set; }

    /// <summary>
    /// Whether browsers are redirected to the store; otherwise the bytes go through this site.
    /// </summary>
    public bool Redirect { get; set; }

    internal S3StoreSettings ToS3() => new(Endpoint, Region, Bucket!, AccessKey, SecretKey);

    internal GcsStoreSettings ToGcs() =>
        new(Endpoint ?? new Uri("https://storage.googleapis.com/"), Bucket!, CredentialsFile);
}

/// <summary>What keeps built files.</summary>
public enum ArtefactProvider
{
    Disk = 1,

    /// <summary>S3, or a server that is compatible with it.</summary>
    S3 = 2,

    /// <summary>Google Cloud Storage.</summary>
    Gcs = 3,
}
