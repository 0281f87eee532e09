namespace Chs.Domain.Accounts;

/// <summary>A parent registered a child.</summary>
public sealed record ChildRegistered(Guid Child, DateTimeOffset At) : DomainEvent(At);
