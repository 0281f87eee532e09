using Chs.Domain.Accounts;
using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>Who works on the study: at least one admin, and members of its lab only.</summary>
public sealed partial class Study
{
    List<StudyMembership>? _researchers;

    /// <summary>The roles of everybody who works on the study.</summary>
    /// <exception cref="InvalidOperationException">The study was loaded without them.</exception>
    public IReadOnlyCollection<StudyMembership> Researchers => ResearchersForChange;

    List<StudyMembership> ResearchersForChange =>
        _researchers ?? throw new InvalidOperationException("The study was loaded without its researchers.");

    /// <summary>Gives a member of the study's lab exactly this role.</summary>
    /// <remarks>Counts as a change of the study, so that of two simultaneous changes the second sees the first.</remarks>
    /// <param name="user">A person with an active account.</param>
    /// <param name="lab">The study's lab, with its members; null in imported studies that have none.</param>
    /// <param name="inactive">Keys of the researchers whose accounts are inactive: they don't count as admins.</param>
    public Outcome Assign(User user, StudyRole role, Lab? lab, IReadOnlySet<long> inactive, Deed deed)
    {
        if (lab?.Id != LabId)
            throw new ArgumentException("Not this study's lab.", nameof(lab));
        var roles = ResearchersForChange.FindAll(m => m.UserId == user.Id);
        if (roles is [{ Role: var only }] && only == role)
            return Outcome.Ok;
        if (lab is null || lab.Members.All(m => m.UserId != user.Id))
            return StudyErrors.NotInTheLab;
        if (role is not StudyRole.Admin && IsLastAdmin(user.Id, inactive))
            return StudyErrors.LastAdmin;

        ResearchersForChange.RemoveAll(m => m.UserId == user.Id && m.Role != role);
        if (roles.TrueForAll(m => m.Role != role))
            ResearchersForChange.Add(StudyMembership.Of(Id, user.Id, role));
        Record(new StudyRoleAssigned(Uuid, Details.Name, user.Uuid, role, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Removes all roles of a researcher.</summary>
    /// <param name="inactive">Keys of the researchers whose accounts are inactive: they don't count as admins.</param>
    public Outcome Remove(User user, IReadOnlySet<long> inactive, Deed deed)
    {
        if (!ResearchersForChange.Exists(m => m.UserId == user.Id))
            return Error.NotFound("researcher");
        if (IsLastAdmin(user.Id, inactive))
            return StudyErrors.LastAdmin;

        ResearchersForChange.RemoveAll(m => m.UserId == user.Id);
        Record(new StudyResearcherRemoved(Uuid, Details.Name, user.Uuid, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Gives a member of the study's lab the roles of another one, beside those that the receiver has already.</summary>
    /// <param name="from">Whoever has roles here.</param>
    /// <param name="to">Another person, with an active account.</param>
    /// <param name="lab">The study's lab, with its members; null in imported studies that have none.</param>
    /// <param name="keepsRoles">Whether they stay the roles of the other one too.</param>
    public Outcome HandOver(User from, User to, Lab? lab, bool keepsRoles, Deed deed)
    {
        if (lab?.Id != LabId)
            throw new ArgumentException("Not this study's lab.", nameof(lab));
        var handed = ResearchersForChange.RolesOf(from.Id);
        if (handed is [])
            return Error.NotFound("study");
        if (lab is not null && lab.Members.All(m => m.UserId != to.Id))
            return StudyErrors.NotInTheLab;

        ResearchersForChange.HandOver<StudyMembership, StudyRole>(
            from.Id,
            to.Id,
            keepsRoles,
            role => StudyMembership.Of(Id, to.Id, role),
            Permissions.WithoutWeaker
        );
        Record(new StudyHandedOver(Uuid, Details.Name, from.Uuid, to.Uuid, handed, keepsRoles, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Removes all roles of a researcher who leaves the study's lab.</summary>
    /// <remarks>
    /// The lab's event tells it. Whoever leaves by themselves may leave an archived study without an admin. Others can't
    /// make one so: they could put somebody in the place who reads what they may not read.
    /// </remarks>
    /// <param name="inactive">Keys of the researchers whose accounts are inactive: they don't count as admins.</param>
    /// <param name="isOwnWish">Whether the researcher leaves, and isn't removed.</param>
    public Outcome LoseLabMember(User user, IReadOnlySet<long> inactive, bool isOwnWish)
    {
        var needsAdmin = State is not StudyState.Archived || !isOwnWish;
        if (needsAdmin && IsLastAdmin(user.Id, inactive))
            return StudyErrors.LastAdmin;
        if (ResearchersForChange.RemoveAll(m => m.UserId == user.Id) > 0)
            IncrementVersion();
        return Outcome.Ok;
    }

    /// <summary>
    /// Transfers the study to another lab, and sends an approved one back for review. Researchers who aren't members of
    /// that lab lose their roles.
    /// </summary>
    /// <param name="lab">The other lab, with those of its members who work on the study.</param>
    /// <param name="inactive">Keys of the researchers whose accounts are inactive: they don't count as admins.</param>
    public Outcome TransferTo(Lab lab, IReadOnlySet<long> inactive, Deed deed)
    {
        if (lab.Id == LabId)
            return Outcome.Ok;
        var members = lab.Members.Select(m => m.UserId).ToHashSet();
        var keepsAnAdmin = ResearchersForChange.Exists(m =>
            m.Role is StudyRole.Admin && members.Contains(m.UserId) && !inactive.Contains(m.UserId)
        );
        if (!keepsAnAdmin)
            return StudyErrors.LastAdmin;

        ResearchersForChange.RemoveAll(m => !members.Contains(m.UserId));
        LabId = lab.Id;
        ModifiedAt = deed.At;
        Record(new StudyTransferred(Uuid, Details.Name, lab.Uuid, deed.By, deed.At));
        SendBackToReview(deed);
        return Outcome.Ok;
    }

    bool IsLastAdmin(long user, IReadOnlySet<long> inactive)
    {
        var admins = ResearchersForChange.FindAll(m => m.Role is StudyRole.Admin);
        return admins.Exists(m => m.UserId == user)
            && !admins.Exists(m => m.UserId != user && !inactive.Contains(m.UserId));
    }
}
