using System.Text.Json.Serialization;

namespace Chs.Domain.Studies;

/// <summary>A study was created.</summary>
public sealed record StudyCreated(Guid Study, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study moved to another state.</summary>
/// <param name="From">The state before.</param>
public sealed record StudyMoved(
    Guid Study,
    string Name,
    StudyTrigger Trigger,
    StudyState State,
    string Comments,
    Guid By,
    DateTimeOffset At,
    StudyState From = default
) : DomainEvent(At)
{
    /// <summary>Declarations made with a submission, as JSON text; null: none, and in a delivered event.</summary>
    [JsonIgnore]
    public string? Declarations { get; init; }
}

/// <summary>The details, picture or priority of a study changed.</summary>
/// <param name="Reviewed">The changed fields that reviewers approve.</param>
public sealed record StudyUpdated(Guid Study, Guid By, DateTimeOffset At, ReviewedField Reviewed = ReviewedField.None)
    : DomainEvent(At);

/// <summary>A study was transferred to another lab.</summary>
public sealed record StudyTransferred(Guid Study, string Name, Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study in which nobody has taken part was deleted.</summary>
public sealed record StudyDeleted(Guid Study, string Name, Guid? By, DateTimeOffset At) : DomainEvent(At);

/// <summary>The ethics approval of a study ends soon.</summary>
/// <param name="Until">Last day of the approval.</param>
public sealed record EthicsApprovalExpiring(Guid Study, string Name, DateOnly Until, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>The ethics approval of an active study has ended, so the study was paused.</summary>
/// <param name="Until">Last day of the approval.</param>
public sealed record EthicsApprovalExpired(Guid Study, string Name, DateOnly Until, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>The protocol of a study changed.</summary>
/// <param name="Number">Number of the new version.</param>
public sealed record StudyRevised(Guid Study, int Number, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Families load the files of another build from now on.</summary>
public sealed record StudyBuilt(Guid Study, string Name, Guid Build, DateTimeOffset At) : DomainEvent(At);

/// <summary>A study was sent back for review: it lost its approval because it was changed.</summary>
public sealed record StudySentBackToReview(Guid Study, string Name, DateTimeOffset At) : DomainEvent(At);

/// <summary>A user was given this role in a study, in place of all others.</summary>
public sealed record StudyRoleAssigned(Guid Study, string Name, Guid User, StudyRole Role, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A user lost all roles in a study.</summary>
public sealed record StudyResearcherRemoved(Guid Study, string Name, Guid User, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A user was given the roles that another one has in a study.</summary>
/// <param name="From">Whose roles they are, or were.</param>
/// <param name="To">Who has them now.</param>
/// <param name="IsKept">Whether both have them now.</param>
public sealed record StudyHandedOver(
    Guid Study,
    string Name,
    Guid From,
    Guid To,
    IReadOnlyList<StudyRole> Roles,
    bool IsKept,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>Reviewers were asked to approve a draft, while families run the approved version.</summary>
/// <param name="Number">Number of the draft's version.</param>
public sealed record StudyDraftProposed(
    Guid Study,
    string Name,
    int Number,
    string Comments,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>A proposed draft left the reviewers' queue.</summary>
/// <param name="Number">Number of the draft's version.</param>
/// <param name="Reason">Why it left.</param>
public sealed record StudyDraftWithdrawn(
    Guid Study,
    string Name,
    int Number,
    DraftWithdrawalReason Reason,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>Why a proposed draft left the reviewers' queue.</summary>
public enum DraftWithdrawalReason
{
    /// <summary>Its researchers withdrew the proposal.</summary>
    Withdrawn = 1,

    /// <summary>There is another draft now, which can be proposed.</summary>
    DraftChanged,

    /// <summary>The study lost its approval to a change, and is reviewed as a whole once it is submitted again.</summary>
    SentBack,

    /// <summary>A step took the study to a state in which families run no version, so that none can wait beside it.</summary>
    Stopped,
}

/// <summary>Reviewers approved or rejected a proposed draft.</summary>
/// <param name="Number">Number of the draft's version.</param>
public sealed record StudyDraftJudged(
    Guid Study,
    string Name,
    int Number,
    bool Approved,
    string Comments,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);
