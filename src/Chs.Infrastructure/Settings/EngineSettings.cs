namespace Chs.Infrastructure.Settings;

/// <summary>The container engine that runs builds.</summary>
/// <param name="Address">Such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Site">Label of this site's containers and images, for several sites that share an engine.</param>
/// <param name="User">Numeric id of the user as whom foreign code runs; never 0.</param>
/// <param name="CaBundle">
/// File of certificates that are trusted while dependencies are fetched, for an institution whose proxy opens TLS;
/// null: those of the base image.
/// </param>
/// <param name="AllowPrivateRegistries">Whether registries may have private addresses.</param>
/// <param name="Images">Base images that are fetched, by Node.js' major version.</param>
/// <param name="ImageBases">On what base images are made here, by Node.js' major version, where it isn't the default.</param>
public sealed record EngineSettings(
    Uri Address,
    string Site,
    int User,
    string? CaBundle,
    bool AllowPrivateRegistries,
    IReadOnlyDictionary<string, string> Images,
    IReadOnlyDictionary<string, string> ImageBases
);
