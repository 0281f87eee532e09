namespace Chs.Domain.Videos;

/// <summary>The recording of a session was registered.</summary>
public sealed record VideoRegistered(Guid Video, Guid Response, DateTimeOffset At) : DomainEvent(At);
