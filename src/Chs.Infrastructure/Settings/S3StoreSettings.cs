namespace Chs.Infrastructure.Settings;

/// <summary>A bucket of S3, or of a server that is compatible with it.</summary>
/// <param name="Endpoint">The server; null: Amazon's own in the region.</param>
/// <param name="AccessKey">Null: the credentials that the machine has (role, profile, environment).</param>
public sealed record S3StoreSettings(Uri? Endpoint, string Region, string Bucket, string? AccessKey, string? SecretKey);
