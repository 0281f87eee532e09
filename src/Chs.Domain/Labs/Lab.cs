namespace Chs.Domain.Labs;

/// <summary>A research group that runs studies.</summary>
public sealed class Lab : Aggregate
{
    Lab() { }

    /// <summary>Unique, at most 255 characters.</summary>
    public string Name { get; private set; } = "";

    public string Institution { get; private set; } = "";
    public string PrincipalInvestigator { get; private set; } = "";

    /// <summary>Address that families write to; unique.</summary>
    public string ContactEmail { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";
    public string Website { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>Name of the lab in URLs, unique; null when none was chosen.</summary>
    public string? Slug { get; private set; }

    /// <summary>Contact for questions about the lab's ethics approval.</summary>
    public string IrbContact { get; private set; } = "";

    /// <summary>Path of the wide picture among the site's media; null: none.</summary>
    public string? Banner { get; private set; }

    /// <summary>Path of the small picture among the site's media; null: none.</summary>
    public string? Badge { get; private set; }

    /// <summary>Whether the site's reviewers allow the lab to test families.</summary>
    public bool IsApproved { get; private set; }

    /// <summary>Null in imported labs, where it is not known.</summary>
    public DateTimeOffset? CreatedAt { get; private init; }

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

    public static Lab Create(LabProfile profile, Deed deed)
    {
        var lab = new Lab
        {
            Uuid = Guid.CreateVersion7(deed.At),
            Name = profile.Name,
            Institution = profile.Institution,
            PrincipalInvestigator = profile.PrincipalInvestigator,
            ContactEmail = profile.ContactEmail,
            ContactPhone = profile.ContactPhone,
            Website = profile.Website,
            Description = profile.Description,
            Slug = profile.Slug,
            IrbContact = profile.IrbContact,
            CreatedAt = deed.At,
        };
        lab.RecordCreation(new LabCreated(lab.Uuid, lab.Name, deed.By, deed.At));
        return lab;
    }

    /// <summary>Changes the profile. Does nothing when nothing differs.</summary>
    public void Describe(LabProfile profile, Deed deed)
    {
        if (profile == Profile)
            return;
        Name = profile.Name;
        Institution = profile.Institution;
        PrincipalInvestigator = profile.PrincipalInvestigator;
        ContactEmail = profile.ContactEmail;
        ContactPhone = profile.ContactPhone;
        Website = profile.Website;
        Description = profile.Description;
        Slug = profile.Slug;
        IrbContact = profile.IrbContact;
        Record(new LabUpdated(Uuid, deed.By, deed.At));
    }

    /// <summary>Notes that a user was given a role.</summary>
    /// <remarks>Counts as a change of the lab, so that of two simultaneous changes the second sees the first.</remarks>
    public void RecordRoleAssigned(Guid user, LabRole role, Deed deed) =>
        Record(new LabRoleAssigned(Uuid, Name, user, role, deed.By, deed.At));

    /// <summary>Notes that a user was removed from the lab.</summary>
    public void RecordMemberRemoved(Guid user, Deed deed) =>
        Record(new LabMemberRemoved(Uuid, Name, user, deed.By, deed.At));

    /// <summary>Notes that a user asks to join the lab.</summary>
    public void RecordJoinRequest(Guid user, DateTimeOffset now) => Record(new LabJoinRequested(Uuid, Name, user, now));

    /// <summary>Changes the wide picture.</summary>
    /// <param name="banner">Path among the site's media; null: none.</param>
    public void SetBanner(string? banner, Deed deed)
    {
        if (banner == Banner)
            return;
        Banner = banner;
        Record(new LabUpdated(Uuid, deed.By, deed.At));
    }

    /// <summary>Changes the small picture.</summary>
    /// <param name="badge">Path among the site's media; null: none.</param>
    public void SetBadge(string? badge, Deed deed)
    {
        if (badge == Badge)
            return;
        Badge = badge;
        Record(new LabUpdated(Uuid, deed.By, deed.At));
    }

    /// <summary>Allows the lab to test families. Does nothing when it is approved already.</summary>
    public Outcome Approve(Deed deed)
    {
        if (IsApproved)
            return Outcome.Ok;
        IsApproved = true;
        Record(new LabApproved(Uuid, Name, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Withdraws the approval. Does nothing when there is none.</summary>
    /// <remarks>The lab's studies can't be submitted, approved or activated any more; active ones stay active.</remarks>
    public void WithdrawApproval(Deed deed)
    {
        if (!IsApproved)
            return;
        IsApproved = false;
        Record(new LabApprovalWithdrawn(Uuid, Name, deed.By, deed.At));
    }
}
