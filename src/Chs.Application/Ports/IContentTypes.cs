namespace Chs.Application.Ports;

/// <summary>What a file's name says about its content.</summary>
public interface IContentTypes
{
    /// <summary>The media type, texts with their charset; <c>application/octet-stream</c> when the name says nothing.</summary>
    string Of(string path);
}
