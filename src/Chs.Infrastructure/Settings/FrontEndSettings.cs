namespace Chs.Infrastructure.Settings;

/// <summary>Where the pages for families and researchers are, if they aren't the plain ones of this program.</summary>
public sealed class FrontEndSettings
{
    /// <summary>Name of the page that a folder must hold.</summary>
    public const string IndexName = "index.html";

    /// <summary>
    /// Address of a front end on another host, or behind the same proxy; null: there is none. Links in mails lead to it.
    /// </summary>
    public Uri? Url { get; set; }

    /// <summary>Folder of a front end that this program serves at its own address; null: there is none.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Further hosts, such as <c>https://fonts.example</c>, from which pages in <see cref="Folder"/> may load, and which
    /// they may call.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>The front end's address; null: there is none.</summary>
    /// <param name="root">Address of this program.</param>
    public Uri? AddressAt(Uri root) => Folder is null ? Url : root;
}
