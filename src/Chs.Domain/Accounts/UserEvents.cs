namespace Chs.Domain.Accounts;

/// <summary>An account was made.</summary>
public sealed record UserSignedUp(Guid User, bool Researcher, DateTimeOffset At) : DomainEvent(At);

/// <summary>Mail to an address arrives.</summary>
public sealed record EmailConfirmed(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>An address is to be confirmed.</summary>
public sealed record EmailConfirmationRequested(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody asks for a new password.</summary>
public sealed record PasswordResetRequested(Guid User, Guid? By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person is called otherwise.</summary>
public sealed record UserRenamed(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person logs in with another address.</summary>
public sealed record EmailChanged(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Studies may be made with an account.</summary>
public sealed record ResearcherAdmitted(Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Staff decided about an account.</summary>
public sealed record UserModerated(Guid User, bool IsActive, bool IsSpam, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person has these rights beside roles.</summary>
public sealed record UserRightsGranted(
    Guid User,
    SiteRight Site,
    Studies.StudyRight OnStudies,
    Labs.LabRight OnLabs,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>An account has another password.</summary>
public sealed record PasswordChanged(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Log-ins of an account need a second factor.</summary>
public sealed record SecondFactorActivated(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Log-ins of an account need the password only.</summary>
public sealed record SecondFactorDisabled(Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody logged in from a browser that hadn't done so before.</summary>
public sealed record LoggedInFromNewDevice(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A key for scripts was made.</summary>
public sealed record TokenCreated(Guid Token, Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);
