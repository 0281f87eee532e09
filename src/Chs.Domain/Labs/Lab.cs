namespace Chs.Domain.Labs;

/// <summary>A research group that offers studies.</summary>
public sealed class Lab : Aggregate
{
    Lab() { }

    /// <summary>Unique, at most 255 characters.</summary>
    public string Name { get; private set; } = "";

    public string Institution { get; private set; } = "";
    public string PrincipalInvestigator { get; private set; } = "";

    /// <summary>Where families' answers go; unique.</summary>
    public string ContactEmail { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";
    public string Website { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>Name in addresses; unique; null: none chosen.</summary>
    public string? Slug { get; private set; }

    /// <summary>Whom to ask about the lab's ethics approval.</summary>
    public string IrbContact { get; private set; } = "";

    /// <summary>Path of a wide picture among the site's media; null: none.</summary>
    public string? Banner { get; private set; }

    /// <summary>Path of a small picture among the site's media; null: none.</summary>
    public string? Badge { get; private set; }

    /// <summary>Whether the site's reviewers let this lab test families.</summary>
    public bool IsApproved { get; private set; }

    /// <summary>Null in imported labs, where nobody knows.</summary>
    public DateTimeOffset? CreatedAt { get; private init; }

    public static Lab Found(LabProfile profile, Guid by, DateTimeOffset now)
    {
        var lab = new Lab
        {
            Uuid = Guid.CreateVersion7(now),
            Name = profile.Name,
            Institution = profile.Institution,
            PrincipalInvestigator = profile.PrincipalInvestigator,
            ContactEmail = profile.ContactEmail,
            ContactPhone = profile.ContactPhone,
            Website = profile.Website,
            Description = profile.Description,
            Slug = profile.Slug,
            IrbContact = profile.IrbContact,
            CreatedAt = now,
        };
        lab.RecordCreation(new LabFounded(lab.Uuid, by, now));
        return lab;
    }

    public LabProfile Profile => new(Name, Institution, PrincipalInvestigator, ContactEmail, ContactPhone, Website, Description, Slug, IrbContact);

    /// <summary>Changes what the lab says about itself. The same again changes nothing.</summary>
    public void Describe(LabProfile profile, Guid by, DateTimeOffset now)
    {
        if (profile == Profile) return;
        (Name, Institution, PrincipalInvestigator, ContactEmail, ContactPhone) = (profile.Name, profile.Institution, profile.PrincipalInvestigator, profile.ContactEmail, profile.ContactPhone);
        (Website, Description, Slug, IrbContact) = (profile.Website, profile.Description, profile.Slug, profile.IrbContact);
        Record(new LabDescribed(Uuid, by, now));
    }

    /// <summary>Somebody's role changed. Counts as a change of the lab: of two changes at once the second sees the first.</summary>
    public void RoleGiven(Guid user, LabRole role, Guid by, DateTimeOffset now) => Record(new LabRoleGiven(Uuid, Name, user, role, by, now));

    /// <summary>Somebody belongs to it no longer.</summary>
    public void MemberRemoved(Guid user, Guid by, DateTimeOffset now) => Record(new LabMemberRemoved(Uuid, Name, user, by, now));

    /// <summary>Somebody asks to belong to it.</summary>
    public void JoinRequested(Guid user, DateTimeOffset now) => Record(new LabJoinRequested(Uuid, Name, user, now));

    /// <summary>Lets the lab test families. Saying it again changes nothing.</summary>
    public Outcome Approve(Guid by, DateTimeOffset now)
    {
        if (IsApproved) return Outcome.Ok;
        IsApproved = true;
        Record(new LabApproved(Uuid, Name, by, now));
        return Outcome.Ok;
    }
}

/// <summary>What a lab says about itself.</summary>
public sealed record LabProfile(
    string Name, string Institution, string PrincipalInvestigator, string ContactEmail, string ContactPhone, string Website, string Description, string? Slug = null, string IrbContact = "");

/// <summary>A lab was made; whoever made it is its admin.</summary>
public sealed record LabFounded(Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab may test families from now on.</summary>
public sealed record LabApproved(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>What a lab says about itself changed.</summary>
public sealed record LabDescribed(Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody has this role in a lab from now on, and no other.</summary>
public sealed record LabRoleGiven(Guid Lab, string Name, Guid User, LabRole Role, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody was taken out of a lab, and of its studies.</summary>
public sealed record LabMemberRemoved(Guid Lab, string Name, Guid User, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Somebody asks to belong to a lab.</summary>
public sealed record LabJoinRequested(Guid Lab, string Name, Guid User, DateTimeOffset At) : DomainEvent(At);

/// <summary>What a researcher is in a lab. The table in <see cref="Studies.Permissions"/> says what follows.</summary>
public enum LabRole
{
    /// <summary>Belongs to the lab, without any right in it: may be given roles in its studies.</summary>
    Associate = 0,

    Guest = 1,
    Readonly = 2,
    Member = 3,
    Admin = 4,
}

/// <summary>What an actor may do with a lab. Several may be asked for at once: all must be held.</summary>
[Flags]
public enum LabRight
{
    None = 0,
    CreateStudies = 1 << 0,
    ListResearchers = 1 << 1,
    ManageResearchers = 1 << 2,
    EditDetails = 1 << 3,

    /// <summary>Let it test families: site reviewers only.</summary>
    EditApproval = 1 << 4,

    All = (1 << 5) - 1,
}

/// <summary>A researcher who asked to join a lab.</summary>
public sealed class LabJoinRequest
{
    LabJoinRequest() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }

    public static LabJoinRequest Of(long lab, long user) => new() { LabId = lab, UserId = user };
}

/// <summary>One role of one researcher in one lab. Who has several may do what any of them allows.</summary>
public sealed class LabMembership
{
    LabMembership() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }
    public LabRole Role { get; private set; }

    public static LabMembership Of(long lab, long user, LabRole role) => new() { LabId = lab, UserId = user, Role = role };
}

/// <summary>Refusals about labs. Codes are part of the v3 contract.</summary>
public static class LabErrors
{
    public static readonly Error NameTaken = Error.Conflict("lab.name_taken", "There is a lab with this name already.");
    public static readonly Error SlugTaken = Error.Conflict("lab.slug_taken", "Another lab has this name in addresses.");
    public static readonly Error LastAdmin = Error.Conflict("lab.last_admin", "A lab needs an admin: make somebody else one first.");
    public static readonly Error NotAResearcher = Error.Conflict("lab.not_a_researcher", "Only researchers can belong to a lab.");
    public static readonly Error ContactTaken = Error.Conflict("lab.contact_email_taken", "Another lab uses this contact address.");
}
