namespace Chs.Application.Site;

/// <summary>The shape that a picture must have.</summary>
enum PictureShape
{
    /// <summary>As wide as high.</summary>
    Square = 1,

    /// <summary>At least twice as wide as high.</summary>
    Wide,
}
