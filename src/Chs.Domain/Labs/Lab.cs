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

    public static Lab Create(LabProfile profile, Guid by, DateTimeOffset now)
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
        lab.RecordCreation(new LabCreated(lab.Uuid, lab.Name, by, now));
        return lab;
    }

    public LabProfile Profile =>
        new(
            Name,
            Institution,
            PrincipalInvestigator,
            ContactEmail,
            ContactPhone,
            Website,
            Description,
            Slug,
            IrbContact
        );

    /// <summary>Changes what the lab says about itself. The same again changes nothing.</summary>
    public void Describe(LabProfile profile, Guid by, DateTimeOffset now)
    {
        if (profile == Profile)
            return;
        (Name, Institution, PrincipalInvestigator, ContactEmail, ContactPhone) = (
            profile.Name,
            profile.Institution,
            profile.PrincipalInvestigator,
            profile.ContactEmail,
            profile.ContactPhone
        );
        (Website, Description, Slug, IrbContact) = (
            profile.Website,
            profile.Description,
            profile.Slug,
            profile.IrbContact
        );
        Record(new LabUpdated(Uuid, by, now));
    }

    /// <summary>Somebody's role changed. Counts as a change of the lab: of two changes at once the second sees the first.</summary>
    public void RecordRoleAssigned(Guid user, LabRole role, Guid by, DateTimeOffset now) =>
        Record(new LabRoleAssigned(Uuid, Name, user, role, by, now));

    /// <summary>Somebody belongs to it no longer.</summary>
    public void RecordMemberRemoved(Guid user, Guid by, DateTimeOffset now) =>
        Record(new LabMemberRemoved(Uuid, Name, user, by, now));

    /// <summary>Somebody asks to belong to it.</summary>
    public void RecordJoinRequest(Guid user, DateTimeOffset now) => Record(new LabJoinRequested(Uuid, Name, user, now));

    /// <summary>Shows another wide picture, or none.</summary>
    public void SetBanner(string? banner, Guid by, DateTimeOffset now)
    {
        if (banner == Banner)
            return;
        Banner = banner;
        Record(new LabUpdated(Uuid, by, now));
    }

    /// <summary>Shows another small picture, or none.</summary>
    public void SetBadge(string? badge, Guid by, DateTimeOffset now)
    {
        if (badge == Badge)
            return;
        Badge = badge;
        Record(new LabUpdated(Uuid, by, now));
    }

    /// <summary>Takes the approval back: its studies can't be submitted, approved or started any more; those that run go on.</summary>
    public void WithdrawApproval(Guid by, DateTimeOffset now)
    {
        if (!IsApproved)
            return;
        IsApproved = false;
        Record(new LabApprovalWithdrawn(Uuid, Name, by, now));
    }

    /// <summary>Lets the lab test families. Saying it again changes nothing.</summary>
    public Outcome Approve(Guid by, DateTimeOffset now)
    {
        if (IsApproved)
            return Outcome.Ok;
        IsApproved = true;
        Record(new LabApproved(Uuid, Name, by, now));
        return Outcome.Ok;
    }
}

/// <summary>What a lab says about itself.</summary>
public sealed record LabProfile(
    string Name,
    string Institution,
    string PrincipalInvestigator,
    string ContactEmail,
    string ContactPhone,
    string Website,
    string Description,
    string? Slug = null,
    string IrbContact = ""
);
