namespace Chs.Domain.Labs;

/// <summary>A lab was created; its creator is its admin.</summary>
public sealed record LabCreated(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab was allowed to test families.</summary>
public sealed record LabApproved(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab's profile or pictures changed.</summary>
public sealed record LabUpdated(Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A user was given this role in a lab, in place of all others.</summary>
public sealed record LabRoleAssigned(Guid Lab, string Name, Guid User, LabRole Role, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A user was removed from a lab and its studies.</summary>
public sealed record LabMemberRemoved(Guid Lab, string Name, Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A user was given the roles that another one has in a lab.</summary>
/// <param name="From">Whose roles they are, or were.</param>
/// <param name="To">Who has them now.</param>
/// <param name="IsKept">Whether both have them now.</param>
public sealed record LabHandedOver(
    Guid Lab,
    string Name,
    Guid From,
    Guid To,
    IReadOnlyList<LabRole> Roles,
    bool IsKept,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>A user asks to join a lab.</summary>
public sealed record LabJoinRequested(Guid Lab, string Name, Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab's approval to test families was withdrawn.</summary>
public sealed record LabApprovalWithdrawn(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A key for scripts that belongs to a lab was made.</summary>
public sealed record LabTokenCreated(Guid Token, Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab's key for scripts was revoked.</summary>
public sealed record LabTokenRevoked(Guid Token, Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody answers from now on for a lab's key for scripts.</summary>
public sealed record LabTokenConfirmed(Guid Token, Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab's key for scripts went with its keeper's roles in the lab to somebody else.</summary>
/// <param name="To">Who answers for it now.</param>
public sealed record LabTokenHandedOver(Guid Token, Guid Lab, Guid To, Guid By, DateTimeOffset At) : DomainEvent(At);
