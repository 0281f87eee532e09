namespace Chs.Infrastructure.Settings;

/// <summary>A bucket of Google Cloud Storage.</summary>
/// <param name="Endpoint"><c>https://storage.googleapis.com</c>, or a server that stands in for it.</param>
/// <param name="CredentialsFile">Key file of a service account; null: the credentials that the machine has.</param>
public sealed record GcsStoreSettings(Uri Endpoint, string Bucket, string? CredentialsFile);
