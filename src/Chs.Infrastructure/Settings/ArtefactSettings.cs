namespace Chs.Infrastructure.Settings;

/// <summary>Where built files are kept. Exactly one of folder, S3 and Google Cloud Storage is set.</summary>
/// <param name="Redirect">
/// Whether browsers are redirected to the store; otherwise the bytes go through this site.
/// </param>
public sealed record ArtefactSettings(string? Folder, S3StoreSettings? S3, GcsStoreSettings? Gcs, bool Redirect)
{
    enum Provider
    {
        Disk = 1,
        S3 = 2,
        Gcs = 3,
    }

    internal static ArtefactSettings Read(SettingsReader reader, string defaultFolder)
    {
        var provider = reader.Choice("Artefacts:Provider", Provider.Disk);
        var bucket = reader.Text("Artefacts:Bucket");
        if (provider is not Provider.Disk && bucket is null)
            reader.Fault("Artefacts:Bucket", $"{provider} needs the name of a bucket");
        // All stores are read in any case: a key is known even when the chosen provider doesn't use it.
        var endpoint = reader.WebAddress("Artefacts:Endpoint");
        var folder = reader.Text("Artefacts:Folder") ?? defaultFolder;
        var s3 = S3StoreSettings.Read(reader, endpoint, bucket ?? "");
        var gcs = GcsStoreSettings.Read(reader, endpoint, bucket ?? "");
        return new ArtefactSettings(
            provider is Provider.Disk ? folder : null,
            provider is Provider.S3 ? s3 : null,
            provider is Provider.Gcs ? gcs : null,
            reader.Flag("Artefacts:Redirect", false)
        );
    }
}
