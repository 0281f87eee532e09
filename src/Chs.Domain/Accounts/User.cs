using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>A person with a log-in: a parent, a researcher, a site reviewer, or several of these.</summary>
public sealed class User : Aggregate
{
    User() { }

    /// <summary>The log-in name: an e-mail address, lower-case, unique, at most 254 characters.</summary>
    public string Email { get; private set; } = "";

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
        return user;
    }

    /// <summary>Makes the person a site reviewer. Only the seed and operators do this.</summary>
    public void AppointReviewer()
    {
        (IsStaff, IsResearcher, GivenRights) = (true, true, GivenRights.And(Permissions.OfReviewers));
        Changed();
    }

    /// <summary>Gives rights beside roles.</summary>
    public void Give(SiteRights rights)
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

/// <summary>What a person is called.</summary>
public sealed record PersonName(string Given, string Family, string Nickname);

/// <summary>An account was made.</summary>
public sealed record UserSignedUp(Guid User, bool Researcher, DateTimeOffset At) : DomainEvent(At);
