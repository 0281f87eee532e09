using Chs.Infrastructure.Sources;

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
public sealed record EngineSettings(Uri Address, string Site, int User, string? CaBundle, bool AllowPrivateRegistries)
{
    const string DefaultAddress = "unix:///var/run/docker.sock";

    internal static EngineSettings Read(SettingsReader reader) =>
        new(
            ReadAddress(reader),
            reader.Text("Builds:Site") ?? "chs",
            ArchiveExtractor.UserId,
            ReadCaBundle(reader),
            reader.Flag("Builds:PrivateRegistries", false)
        );

    static Uri ReadAddress(SettingsReader reader)
    {
        var text = reader.Text("Builds:Engine") ?? DefaultAddress;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "unix" or "npipe" or "tcp" or "http" or "https"
        )
            return address;
        reader.Fault("Builds:Engine", $"'{text}' isn't the address of a container engine such as {DefaultAddress}");
        return new Uri(DefaultAddress);
    }

    static string? ReadCaBundle(SettingsReader reader)
    {
        var file = reader.Text("Builds:CaBundle");
        if (file is not null && !File.Exists(file))
            reader.Fault("Builds:CaBundle", $"there is no file '{file}'");
        return file;
    }
}
