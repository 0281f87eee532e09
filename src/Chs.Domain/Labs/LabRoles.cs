namespace Chs.Domain.Labs;

/// <summary>What a researcher is in a lab. The table in <see cref="Studies.Permissions"/> says what follows.</summary>
public enum LabRole
{
    /// <summary>Belongs to the lab, without any right in it: may be given roles in its studies.</summary>
    Associate = 0,

    Guest = 1,
    Readonly = 2,
    Member = 3,
    Admin = 4,
}

/// <summary>What an actor may do with a lab. Several may be asked for at once: all must be held.</summary>
[Flags]
public enum LabRight
{
    None = 0,
    CreateStudies = 1 << 0,
    ListResearchers = 1 << 1,
    ManageResearchers = 1 << 2,
    EditDetails = 1 << 3,

    /// <summary>Let it test families: site reviewers only.</summary>
    EditApproval = 1 << 4,

    All = (1 << 5) - 1,
}

/// <summary>A researcher who asked to join a lab.</summary>
public sealed class LabJoinRequest
{
    LabJoinRequest() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }

    public static LabJoinRequest Of(long lab, long user) => new() { LabId = lab, UserId = user };
}

/// <summary>One role of one researcher in one lab. Who has several may do what any of them allows.</summary>
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
