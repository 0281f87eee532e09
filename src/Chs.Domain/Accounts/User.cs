using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>A person with an account: a parent, a researcher, a site reviewer, or several of these.</summary>
public sealed class User : Aggregate
{
    User() { }

    /// <summary>The log-in name: an e-mail address, lower-case, unique, at most 254 characters.</summary>
    public string Email { get; private set; } = "";

    /// <summary>When the address was confirmed to be the owner's; null: not yet.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; private set; }

    /// <summary>In the format of the hasher that wrote it; see the password port.</summary>
    public string PasswordHash { get; private set; } = "";

    public string GivenName { get; private set; } = "";
    public string MiddleName { get; private set; } = "";
    public string FamilyName { get; private set; } = "";
    public string Nickname { get; private set; } = "";

    /// <summary>Inactive users can't log in and their tokens are refused.</summary>
    public bool IsActive { get; private set; } = true;

    public bool IsResearcher { get; private set; }

    /// <summary>Belongs to the site's team. The rights of that person are in <see cref="Rights"/>.</summary>
    public bool IsStaff { get; private set; }

    public bool IsSuperuser { get; private set; }

    /// <summary>Rights granted beside roles in labs and studies.</summary>
    public SiteRights GivenRights { get; private set; } = SiteRights.None;

    public MailPreferences Mail { get; private set; } = MailPreferences.All;

    /// <summary>Shown to staff only. A spam account is inactive and gets no mail.</summary>
    public bool IsSpam { get; private set; }

    /// <summary>Shown to staff only.</summary>
    public string AdminComments { get; private set; } = "";

    /// <summary>A picture as data URL; null until one was chosen, then it is drawn from the uuid.</summary>
    public string? Identicon { get; private set; }

    public string Locale { get; private set; } = "";
    public string TimeZone { get; private set; } = "";

    /// <summary>Id in the system before the reference; empty for most.</summary>
    public string FormerLookitId { get; private set; } = "";

    /// <summary>Further ids in the system before the reference.</summary>
    public IReadOnlyList<string> LinkedFormerLookitIds { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>What the person may do everywhere, without any role.</summary>
    public SiteRights Rights => IsSuperuser ? SiteRights.All : GivenRights;

    public AccountStanding Standing => new(IsActive, IsSpam, AdminComments);

    /// <summary>The name that others see: the nickname, else given and family name.</summary>
    public string DisplayName => Nickname.Length > 0 ? Nickname : $"{GivenName} {FamilyName}".Trim();

    /// <summary>Given, middle and family name.</summary>
    /// <remarks>Separated by one blank each even where the middle name is empty, as in the reference.</remarks>
    public string FullName => $"{GivenName} {MiddleName} {FamilyName}";

    /// <summary>The form in which e-mail addresses are stored and compared.</summary>
    public static string NormalizeEmail(string email) => email.Trim().ToLowerInvariant();

    public static User SignUp(string email, string passwordHash, PersonName name, bool researcher, DateTimeOffset now)
    {
        var user = new User
        {
            Uuid = Guid.CreateVersion7(now),
            Email = NormalizeEmail(email),
            PasswordHash = passwordHash,
            GivenName = name.Given,
            FamilyName = name.Family,
            Nickname = name.Nickname,
            IsResearcher = researcher,
            CreatedAt = now,
        };
        user.RecordCreation(new UserSignedUp(user.Uuid, researcher, now));
        if (researcher)
            user.RecordCreation(new EmailConfirmationRequested(user.Uuid, now));
        return user;
    }

    /// <summary>Marks the e-mail address as the owner's, after a link from a mail was used or a trusted party vouched for it.</summary>
    public void ConfirmEmail(DateTimeOffset now)
    {
        if (EmailConfirmedAt is not null)
            return;
        EmailConfirmedAt = now;
        Record(new EmailConfirmed(Uuid, now));
    }

    public void ChangePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Record(new PasswordChanged(Uuid, now));
    }

    /// <summary>Makes every password fail, until the owner sets a new one.</summary>
    public void InvalidatePassword(DateTimeOffset now) => ChangePassword("!", now);

    /// <summary>Notes that log-ins require a code from now on.</summary>
    public void RecordSecondFactorActivated(DateTimeOffset now) => Record(new SecondFactorActivated(Uuid, now));

    /// <summary>Notes that log-ins require no code any more.</summary>
    /// <param name="by">The owner, or the member of staff who disabled it.</param>
    public void RecordSecondFactorDisabled(Guid by, DateTimeOffset now) =>
        Record(new SecondFactorDisabled(Uuid, by, now));

    /// <summary>Notes a log-in with a browser that had not been used for the account before.</summary>
    public void RecordNewDevice(DateTimeOffset now) => Record(new LoggedInFromNewDevice(Uuid, now));

    /// <summary>Notes that a token was created with which scripts act for the owner.</summary>
    public void RecordTokenCreated(Guid token, Guid by, DateTimeOffset now) =>
        Record(new TokenCreated(token, Uuid, by, now));

    /// <summary>Requests a mail with a link that confirms the address.</summary>
    public void RequestEmailConfirmation(DateTimeOffset now) => Record(new EmailConfirmationRequested(Uuid, now));

    /// <summary>Requests a mail with a link for setting a new password.</summary>
    /// <param name="by">Who asks on the owner's behalf; null: whoever entered the address.</param>
    public void RequestPasswordReset(Guid? by, DateTimeOffset now) => Record(new PasswordResetRequested(Uuid, by, now));

    public void Rename(PersonName name, DateTimeOffset now)
    {
        if (name == new PersonName(GivenName, FamilyName, Nickname))
            return;
        GivenName = name.Given;
        FamilyName = name.Family;
        Nickname = name.Nickname;
        Record(new UserRenamed(Uuid, now));
    }

    /// <summary>Changes the e-mail address. The new one is unconfirmed.</summary>
    public void ChangeEmail(string email, DateTimeOffset now)
    {
        var canonical = NormalizeEmail(email);
        if (canonical == Email)
            return;
        Email = canonical;
        EmailConfirmedAt = null;
        Record(new EmailChanged(Uuid, now));
    }

    /// <summary>Allows the account to create studies.</summary>
    public void BecomeResearcher(Guid by, DateTimeOffset now)
    {
        if (IsResearcher)
            return;
        IsResearcher = true;
        Record(new ResearcherAdmitted(Uuid, by, now));
    }

    /// <summary>Applies a decision of staff about the account. A spam account is inactive and gets no mail.</summary>
    public void Moderate(AccountStanding standing, Guid by, DateTimeOffset now)
    {
        if (standing == Standing)
            return;
        IsActive = standing.IsActive && !standing.IsSpam;
        IsSpam = standing.IsSpam;
        AdminComments = standing.Comments;
        if (IsSpam)
            Mail = MailPreferences.None;
        Record(new UserModerated(Uuid, IsActive, IsSpam, by, now));
    }

    /// <summary>Replaces the rights beside roles.</summary>
    public void GrantRights(SiteRights rights, bool isStaff, Guid by, DateTimeOffset now)
    {
        if (rights == GivenRights && isStaff == IsStaff)
            return;
        GivenRights = rights;
        IsStaff = isStaff;
        Record(new UserRightsGranted(Uuid, rights.Site, rights.OnStudies, rights.OnLabs, by, now));
    }

    /// <summary>Makes the person a site reviewer. Used by the seed and by operators only.</summary>
    public void AppointReviewer()
    {
        IsStaff = true;
        IsResearcher = true;
        AddRights(Permissions.OfReviewers);
    }

    /// <summary>Adds to the rights beside roles.</summary>
    public void AddRights(SiteRights rights)
    {
        GivenRights = GivenRights.Union(rights);
        IncrementVersion();
    }

    public void MakeSuperuser()
    {
        IsSuperuser = true;
        IncrementVersion();
    }

    /// <summary>Stores the hash of the unchanged password in the current format.</summary>
    public void ReplacePasswordHash(string passwordHash)
    {
        PasswordHash = passwordHash;
        IncrementVersion();
    }

    public void Deactivate()
    {
        IsActive = false;
        IncrementVersion();
    }
}
