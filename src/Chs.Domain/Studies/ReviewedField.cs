namespace Chs.Domain.Studies;

/// <summary>The fields that reviewers approve, beside the protocol and the lab.</summary>
[Flags]
public enum ReviewedField
{
    None = 0,
    Name = 1 << 0,
    ShortDescription = 1 << 1,
    Purpose = 1 << 2,
    Compensation = 1 << 3,
    Duration = 1 << 4,
    ContactInfo = 1 << 5,
    ExitUrl = 1 << 6,
    External = 1 << 7,
    Image = 1 << 8,
}
