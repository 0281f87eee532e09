using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Domain.Labs;

/// <summary>A research group that runs studies.</summary>
public sealed class Lab : Aggregate
{
    List<LabMembership>? _members;
    List<LabJoinRequest>? _joinRequests;

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

    /// <summary>Roles of the lab's admins and of whomever the change is about: all that the rules need.</summary>
    /// <exception cref="InvalidOperationException">The lab was loaded without them.</exception>
    public IReadOnlyCollection<LabMembership> Members => MembersForChange;

    /// <summary>Requests to join of whomever the change is about.</summary>
    /// <exception cref="InvalidOperationException">The lab was loaded without them.</exception>
    public IReadOnlyCollection<LabJoinRequest> JoinRequests => JoinRequestsForChange;

    List<LabMembership> MembersForChange =>
        _members ?? throw new InvalidOperationException("The lab was loaded without its members.");

    List<LabJoinRequest> JoinRequestsForChange =>
        _joinRequests ?? throw new InvalidOperationException("The lab was loaded without the requests to join it.");

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

    /// <summary>Creates a lab. Its creator is its admin.</summary>
    public static Lab Create(LabProfile profile, Deed deed)
    {
        var lab = new Lab
        {
            _members = [],
            _joinRequests = [],
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
        lab._members.Add(LabMembership.Of(lab.Id, deed.ByKey, LabRole.Admin));
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

    /// <summary>Gives a researcher exactly this role, which also accepts the researcher's request to join.</summary>
    /// <remarks>Counts as a change of the lab, so that of two simultaneous changes the second sees the first.</remarks>
    /// <param name="user">A researcher with an active account.</param>
    /// <param name="inactive">Keys of the members whose accounts are inactive: they don't count as admins.</param>
    public Outcome Assign(User user, LabRole role, IReadOnlySet<long> inactive, Deed deed)
    {
        if (!user.IsResearcher)
            return LabErrors.NotAResearcher;
        var roles = MembersForChange.FindAll(m => m.UserId == user.Id);
        if (roles is [{ Role: var only }] && only == role)
            return Outcome.Ok;
        if (role is not LabRole.Admin && IsLastAdmin(user.Id, inactive))
            return LabErrors.LastAdmin;

        MembersForChange.RemoveAll(m => m.UserId == user.Id && m.Role != role);
        if (roles.TrueForAll(m => m.Role != role))
            MembersForChange.Add(LabMembership.Of(Id, user.Id, role));
        JoinRequestsForChange.RemoveAll(r => r.UserId == user.Id);
        Record(new LabRoleAssigned(Uuid, Name, user.Uuid, role, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Removes a researcher's roles, or declines the request to join.</summary>
    /// <param name="inactive">Keys of the members whose accounts are inactive: they don't count as admins.</param>
    public Outcome Remove(User user, IReadOnlySet<long> inactive, Deed deed)
    {
        var isKnown =
            MembersForChange.Exists(m => m.UserId == user.Id) || JoinRequestsForChange.Exists(r => r.UserId == user.Id);
        if (!isKnown)
            return Error.NotFound("researcher");
        if (IsLastAdmin(user.Id, inactive))
            return LabErrors.LastAdmin;

        MembersForChange.RemoveAll(m => m.UserId == user.Id);
        JoinRequestsForChange.RemoveAll(r => r.UserId == user.Id);
        Record(new LabMemberRemoved(Uuid, Name, user.Uuid, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Gives a researcher the roles of another one, beside the roles that the receiver has already.</summary>
    /// <param name="from">Whoever has roles here.</param>
    /// <param name="to">Another researcher, with an active account.</param>
    /// <param name="keepsRoles">Whether they stay the roles of the other one too.</param>
    public Outcome HandOver(User from, User to, bool keepsRoles, Deed deed)
    {
        if (!to.IsResearcher)
            return LabErrors.NotAResearcher;
        var handed = MembersForChange.RolesOf(from.Id);
        if (handed is [])
            return Error.NotFound("lab");

        MembersForChange.HandOver<LabMembership, LabRole>(
            from.Id,
            to.Id,
            keepsRoles,
            role => LabMembership.Of(Id, to.Id, role),
            Permissions.WithoutWeaker
        );
        JoinRequestsForChange.RemoveAll(r => r.UserId == to.Id);
        Record(new LabHandedOver(Uuid, Name, from.Uuid, to.Uuid, handed, keepsRoles, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Asks to join the lab. Repeated, it changes nothing.</summary>
    public void RequestToJoin(Deed deed)
    {
        if (JoinRequestsForChange.Exists(r => r.UserId == deed.ByKey))
            return;
        JoinRequestsForChange.Add(LabJoinRequest.Of(Id, deed.ByKey));
        Record(new LabJoinRequested(Uuid, Name, deed.By, deed.At));
    }

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
    public void Approve(Deed deed)
    {
        if (IsApproved)
            return;
        IsApproved = true;
        Record(new LabApproved(Uuid, Name, deed.By, deed.At));
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

    bool IsLastAdmin(long user, IReadOnlySet<long> inactive)
    {
        var admins = MembersForChange.FindAll(m => m.Role is LabRole.Admin);
        return admins.Exists(m => m.UserId == user)
            && !admins.Exists(m => m.UserId != user && !inactive.Contains(m.UserId));
    }
}
