namespace Chs.Infrastructure.Settings;

/// <summary>A bucket of S3, or of a server that is compatible with it.</summary>
/// <param name="Endpoint">The server; null: Amazon's own in the region.</param>
/// <param name="AccessKey">Null: the credentials that the machine has (role, profile, environment).</param>
public sealed record S3StoreSettings(Uri? Endpoint, string Region, string Bucket, string? AccessKey, string? SecretKey)
{
    internal static S3StoreSettings Read(SettingsReader reader, Uri? endpoint, string bucket)
    {
        var region = reader.Text("Artefacts:Region") ?? "us-east-1";
        var accessKey = reader.Text("Artefacts:AccessKey");
        var secretKey = reader.Text("Artefacts:SecretKey");
        if ((accessKey is null) != (secretKey is null))
            reader.Fault("Artefacts:SecretKey", "give both AccessKey and SecretKey, or neither");
        return new S3StoreSettings(endpoint, region, bucket, accessKey, secretKey);
    }
}
