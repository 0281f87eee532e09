namespace Chs.Application.Labs;

/// <summary>One of the pictures of a lab.</summary>
public enum LabPicture
{
    /// <summary>At least twice as wide as high.</summary>
    Banner = 1,

    /// <summary>Square.</summary>
    Badge,
}
