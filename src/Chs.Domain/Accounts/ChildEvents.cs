namespace Chs.Domain.Accounts;

/// <summary>A parent registered a child.</summary>
public sealed record ChildRegistered(Guid Child, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody made a participant to preview a study with.</summary>
public sealed record TestParticipantCreated(Guid Participant, Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);
