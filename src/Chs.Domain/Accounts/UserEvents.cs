namespace Chs.Domain.Accounts;

/// <summary>An account was created.</summary>
public sealed record UserSignedUp(Guid User, bool Researcher, DateTimeOffset At) : DomainEvent(At);

/// <summary>An e-mail address was confirmed to belong to the account's owner.</summary>
public sealed record EmailConfirmed(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>The owner is to be sent a link that confirms the e-mail address.</summary>
public sealed record EmailConfirmationRequested(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>The owner is to be sent a link for setting a new password.</summary>
/// <param name="User">Empty: nobody has the address that was entered, which nobody is to notice.</param>
/// <param name="By">Who asked on the owner's behalf; null: whoever entered the address.</param>
public sealed record PasswordResetRequested(Guid User, Guid? By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person's name changed.</summary>
public sealed record UserRenamed(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person's e-mail address changed.</summary>
public sealed record EmailChanged(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>An account was allowed to create studies.</summary>
public sealed record ResearcherAdmitted(Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Staff changed the standing of an account.</summary>
public sealed record UserModerated(Guid User, bool IsActive, bool IsSpam, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A person was given exactly these rights beside roles.</summary>
public sealed record UserRightsGranted(
    Guid User,
    SiteRight Site,
    Studies.StudyRight OnStudies,
    Labs.LabRight OnLabs,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>A person's roles in labs and studies were handed over to another one.</summary>
/// <param name="Labs">Names of the labs.</param>
/// <param name="Studies">Names of the studies.</param>
/// <param name="IsKept">Whether both have them now.</param>
public sealed record RolesHandedOver(
    Guid User,
    Guid To,
    IReadOnlyList<string> Labs,
    IReadOnlyList<string> Studies,
    bool IsKept,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>The password of an account changed.</summary>
/// <param name="RevokesKeys">Whether the account's keys for scripts ended with the old password.</param>
/// <param name="RemovedLogIns">Addresses of the providers whose log-ins opened the account until then.</param>
public sealed record PasswordChanged(
    Guid User,
    bool RevokesKeys,
    IReadOnlyList<string> RemovedLogIns,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>Log-ins of an account require a second factor from now on.</summary>
public sealed record SecondFactorActivated(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Log-ins of an account require the password only from now on.</summary>
public sealed record SecondFactorDisabled(Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A user logged in with a browser that had not been used for the account before.</summary>
public sealed record LoggedInFromNewDevice(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A program logged in to an account that had been logged in to before. Leads to a notice to its owner.</summary>
public sealed record ProgramLoggedIn(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A program sent the right password, and lacked the code of the second factor.</summary>
public sealed record ProgramLackedCode(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>Wrong codes of a second factor came from browsers or programs that the account doesn't know.</summary>
public sealed record StrangersTriedCodes(Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>A token for scripts was created.</summary>
public sealed record TokenCreated(Guid Token, Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Other mails are wanted than before.</summary>
public sealed record MailPreferencesChanged(Guid User, DateTimeOffset At) : DomainEvent(At);
