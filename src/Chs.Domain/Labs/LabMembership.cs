namespace Chs.Domain.Labs;

/// <summary>One role of one researcher in one lab. A researcher with several roles has the rights of all of them.</summary>
public sealed class LabMembership
{
    LabMembership() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }
    public LabRole Role { get; private set; }

    public static LabMembership Of(long lab, long user, LabRole role) =>
        new()
        {
            LabId = lab,
            UserId = user,
            Role = role,
        };
}
