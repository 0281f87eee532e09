namespace Chs.Domain.Studies;

/// <summary>A study was started.</summary>
public sealed record StudyCreated(Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study took a step.</summary>
/// <param name="From">Where it stood before.</param>
public sealed record StudyMoved(
    Guid Study,
    string Name,
    StudyTrigger Trigger,
    StudyState State,
    string Comments,
    Guid By,
    DateTimeOffset At,
    StudyState From = default
) : DomainEvent(At);

/// <summary>What is said about a study changed.</summary>
/// <param name="Reviewed">Which of what reviewers look at.</param>
public sealed record StudyUpdated(Guid Study, Guid By, DateTimeOffset At, ReviewedField Reviewed = ReviewedField.None)
    : DomainEvent(At);

/// <summary>A study belongs to another lab.</summary>
public sealed record StudyTransferred(Guid Study, string Name, Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study in which nobody took part is gone.</summary>
public sealed record StudyDeleted(Guid Study, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study's ethics approval ends soon.</summary>
public sealed record EthicsApprovalExpiring(Guid Study, string Name, DateOnly Until, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A study's ethics approval has ended, so it takes no more families.</summary>
public sealed record EthicsApprovalExpired(Guid Study, string Name, DateOnly Until, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A study's protocol changed.</summary>
public sealed record StudyRevised(Guid Study, int Number, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A build became what families load.</summary>
public sealed record StudyBuilt(Guid Study, string Name, Guid Build, DateTimeOffset At) : DomainEvent(At);

/// <summary>An approved study was changed, so its approval is gone.</summary>
public sealed record StudySentBackToReview(Guid Study, string Name, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody has this role in a study from now on, and no other.</summary>
public sealed record StudyRoleAssigned(Guid Study, string Name, Guid User, StudyRole Role, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>Somebody's roles in a study were taken away.</summary>
public sealed record StudyResearcherRemoved(Guid Study, string Name, Guid User, Guid By, DateTimeOffset At)
    : DomainEvent(At);
