using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>A person with a log-in: a parent, a researcher, a site reviewer, or several of these.</summary>
public sealed class User : Aggregate
{
    User() { }

    /// <summary>The log-in name: an e-mail address, lower-case, unique, at most 254 characters.</summary>
    public string Email { get; private set; } = "";

    /// <summary>When its owner showed that mail to the address arrives; null: not yet.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; private set; }

    /// <summary>One-way, in the form of whoever hashed it last; see the password port.</summary>
    public string PasswordHash { get; private set; } = "";

    public string GivenName { get; private set; } = "";
    public string MiddleName { get; private set; } = "";
    public string FamilyName { get; private set; } = "";
    public string Nickname { get; private set; } = "";

    /// <summary>Inactive users can't log in and their tokens are refused.</summary>
    public bool IsActive { get; private set; } = true;

    public bool IsResearcher { get; private set; }

    /// <summary>Belongs to the site's team. What that person may do, <see cref="Rights"/> says.</summary>
    public bool IsStaff { get; private set; }

    public bool IsSuperuser { get; private set; }

    /// <summary>What was given beside roles in labs and studies.</summary>
    public SiteRights GivenRights { get; private set; } = SiteRights.None;

    public MailPreferences Mail { get; private set; } = MailPreferences.All;

    /// <summary>Staff only. Spam is inactive and gets no mail.</summary>
    public bool IsSpam { get; private set; }

    /// <summary>Staff only.</summary>
    public string AdminComments { get; private set; } = "";

    /// <summary>A picture as data URL; null until one was chosen: then it is drawn from the uuid.</summary>
    public string? Identicon { get; private set; }

    public string Locale { get; private set; } = "";
    public string TimeZone { get; private set; } = "";

    /// <summary>Id in the system before the reference; empty for most.</summary>
    public string FormerLookitId { get; private set; } = "";

    /// <summary>Other ids in the system before the reference.</summary>
    public IReadOnlyList<string> LinkedFormerLookitIds { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>What the person may do everywhere.</summary>
    public SiteRights Rights => IsSuperuser ? SiteRights.Everything : GivenRights;

    /// <summary>As others see the person: the nickname, else given and family name.</summary>
    public string DisplayName => Nickname.Length > 0 ? Nickname : $"{GivenName} {FamilyName}".Trim();

    /// <summary>Given, middle and family name with one blank between each, also where the middle name is empty (as the reference writes it).</summary>
    public string FullName => $"{GivenName} {MiddleName} {FamilyName}";

    public static string Canonical(string email) => email.Trim().ToLowerInvariant();

    public static User SignUp(string email, string passwordHash, PersonName name, bool researcher, DateTimeOffset now)
    {
        var user = new User
        {
            Uuid = Guid.CreateVersion7(now),
            Email = Canonical(email),
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

    /// <summary>Mail to the address arrives: a link of a mail was followed, or somebody whom we believe says so.</summary>
    public void ConfirmEmail(DateTimeOffset now)
    {
        if (EmailConfirmedAt is not null)
            return;
        EmailConfirmedAt = now;
        Record(new EmailConfirmed(Uuid, now));
    }

    /// <summary>The owner chose another password.</summary>
    public void ChangePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Record(new PasswordChanged(Uuid, now));
    }

    /// <summary>Nobody knows a password of the account any more.</summary>
    public void ForgetPassword(DateTimeOffset now) => ChangePassword("!", now);

    /// <summary>Log-ins need a code from now on.</summary>
    public void RecordSecondFactorActivated(DateTimeOffset now) => Record(new SecondFactorActivated(Uuid, now));

    /// <summary>Log-ins need no code any more.</summary>
    /// <param name="by">The owner, or staff who took it away.</param>
    public void RecordSecondFactorDisabled(Guid by, DateTimeOffset now) =>
        Record(new SecondFactorDisabled(Uuid, by, now));

    /// <summary>Somebody logged in from where nobody had before.</summary>
    public void RecordNewDevice(DateTimeOffset now) => Record(new LoggedInFromNewDevice(Uuid, now));

    /// <summary>A key was made with which scripts act for the owner.</summary>
    public void RecordTokenCreated(Guid token, Guid by, DateTimeOffset now) =>
        Record(new TokenCreated(token, Uuid, by, now));

    /// <summary>Asks for a mail with a link that confirms the address.</summary>
    public void RequestEmailConfirmation(DateTimeOffset now) => Record(new EmailConfirmationRequested(Uuid, now));

    /// <summary>Asks for a mail with a link to a new password.</summary>
    /// <param name="by">Who asks on the person's behalf; null: whoever typed the address.</param>
    public void RequestPasswordReset(Guid? by, DateTimeOffset now) => Record(new PasswordResetRequested(Uuid, by, now));

    public void Rename(PersonName name, DateTimeOffset now)
    {
        if ((GivenName, FamilyName, Nickname) == (name.Given, name.Family, name.Nickname))
            return;
        (GivenName, FamilyName, Nickname) = (name.Given, name.Family, name.Nickname);
        Record(new UserRenamed(Uuid, now));
    }

    /// <summary>Moves the log-in to another address, which nobody has confirmed yet.</summary>
    public void ChangeEmail(string email, DateTimeOffset now)
    {
        if (Canonical(email) == Email)
            return;
        (Email, EmailConfirmedAt) = (Canonical(email), null);
        Record(new EmailChanged(Uuid, now));
    }

    /// <summary>From now on studies may be made with the account.</summary>
    public void BecomeResearcher(Guid by, DateTimeOffset now)
    {
        if (IsResearcher)
            return;
        IsResearcher = true;
        Record(new ResearcherAdmitted(Uuid, by, now));
    }

    /// <summary>What staff decide about an account. Spam is inactive and gets no mail.</summary>
    public void Moderate(AccountStanding standing, Guid by, DateTimeOffset now)
    {
        if (standing == Standing)
            return;
        (IsActive, IsSpam, AdminComments) = (standing.IsActive && !standing.IsSpam, standing.IsSpam, standing.Comments);
        if (IsSpam)
            Mail = MailPreferences.None;
        Record(new UserModerated(Uuid, IsActive, IsSpam, by, now));
    }

    public AccountStanding Standing => new(IsActive, IsSpam, AdminComments);

    /// <summary>Gives exactly these rights beside roles.</summary>
    public void GrantRights(SiteRights rights, bool isStaff, Guid by, DateTimeOffset now)
    {
        if ((GivenRights, IsStaff) == (rights, isStaff))
            return;
        (GivenRights, IsStaff) = (rights, isStaff);
        Record(new UserRightsGranted(Uuid, rights.Site, rights.OnStudies, rights.OnLabs, by, now));
    }

    /// <summary>Makes the person a site reviewer. Only the seed and operators do this.</summary>
    public void AppointReviewer()
    {
        (IsStaff, IsResearcher, GivenRights) = (true, true, GivenRights.And(Permissions.OfReviewers));
        Changed();
    }

    /// <summary>Gives rights beside roles.</summary>
    public void AddRights(SiteRights rights)
    {
        GivenRights = GivenRights.And(rights);
        Changed();
    }

    public void MakeSuperuser()
    {
        IsSuperuser = true;
        Changed();
    }

    public void Rehash(string passwordHash)
    {
        PasswordHash = passwordHash;
        Changed();
    }

    public void Deactivate()
    {
        IsActive = false;
        Changed();
    }
}

/// <summary>What staff decided about an account.</summary>
/// <param name="IsActive">Whether it can be used.</param>
/// <param name="IsSpam">Whether it isn't a person's.</param>
/// <param name="Comments">Why; read by staff only.</param>
public sealed record AccountStanding(bool IsActive, bool IsSpam, string Comments);

/// <summary>What a person is called.</summary>
public sealed record PersonName(string Given, string Family, string Nickname);
