namespace Chs.Application.Ports;

/// <summary>Derives media types from file names.</summary>
public interface IContentTypes
{
    /// <summary>
    /// The media type of a file with this name, for texts with their charset; <c>application/octet-stream</c> when the
    /// name is unknown.
    /// </summary>
    string Of(string path);
}
