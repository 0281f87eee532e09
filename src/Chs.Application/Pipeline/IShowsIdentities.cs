namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request whose result holds data that could identify a family. De-identified API tokens can't send it.
/// </summary>
public interface IShowsIdentities
{
    /// <summary>Implemented only where it depends on what is asked for.</summary>
    bool ShowsIdentities => true;
}
