namespace Chs.Domain.Labs;

/// <summary>A lab was made; whoever made it is its admin.</summary>
public sealed record LabCreated(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab may test families from now on.</summary>
public sealed record LabApproved(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>What a lab says about itself changed.</summary>
public sealed record LabUpdated(Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody has this role in a lab from now on, and no other.</summary>
public sealed record LabRoleAssigned(Guid Lab, string Name, Guid User, LabRole Role, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>Somebody was taken out of a lab, and of its studies.</summary>
public sealed record LabMemberRemoved(Guid Lab, string Name, Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody asks to belong to a lab.</summary>
public sealed record LabJoinRequested(Guid Lab, string Name, Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab may test families no longer.</summary>
public sealed record LabApprovalWithdrawn(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);
