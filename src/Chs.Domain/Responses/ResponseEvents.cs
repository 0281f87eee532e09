namespace Chs.Domain.Responses;

/// <summary>A session began.</summary>
public sealed record ResponseStarted(Guid Response, Guid Study, bool Preview, DateTimeOffset At) : DomainEvent(At);

/// <summary>A session reached its end.</summary>
public sealed record ResponseCompleted(Guid Response, DateTimeOffset At) : DomainEvent(At);

/// <summary>A researcher ruled on the consent.</summary>
public sealed record ConsentRuled(Guid Response, Ruling Ruling, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A researcher gave a family feedback.</summary>
public sealed record FeedbackGiven(Guid Feedback, Guid Response, Guid By, DateTimeOffset At) : DomainEvent(At);
