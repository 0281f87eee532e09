namespace Chs.Domain.Labs;

/// <summary>A researcher who asked to join a lab.</summary>
public sealed class LabJoinRequest
{
    LabJoinRequest() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }

    public static LabJoinRequest Of(long lab, long user) => new() { LabId = lab, UserId = user };
}
