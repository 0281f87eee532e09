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

    /// <summary>Site reviewer: approves labs and studies.</summary>
    public bool IsStaff { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

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
    public void AppointStaff()
    {
        (IsStaff, IsResearcher) = (true, true);
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
