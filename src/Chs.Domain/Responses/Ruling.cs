namespace Chs.Domain.Responses;

/// <summary>A researcher's ruling on a consent recording.</summary>
public enum Ruling
{
    Pending = 1,
    Accepted = 2,
    Rejected = 3,
}
