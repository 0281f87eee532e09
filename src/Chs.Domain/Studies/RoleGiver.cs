using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>
/// Somebody who gives and takes roles in one place. Nobody gives themselves a right; nobody gives others a right, or
/// takes one from them, that they lack; everybody may give up what they have.
/// </summary>
/// <param name="Key">Key of the account.</param>
/// <param name="Authority">What they may do there now, before anything changes.</param>
/// <param name="FillsVacancy">
/// Whether they run the lab of a study that has no admin, and may therefore make somebody else of the lab its admin.
/// </param>
public sealed record RoleGiver(long Key, Authority Authority, bool FillsVacancy = false)
{
    /// <summary>Stands for the key of somebody else who has no role yet.</summary>
    public const long Newcomer = 0;

    /// <summary>Whether they may give and take roles in the lab at all.</summary>
    public bool ManagesLab => Authority.ToManageLab.IsWithin(Authority);

    /// <summary>Whether they may give and take roles in the study at all.</summary>
    public bool ManagesStudy => Authority.ToManageStudy.IsWithin(Authority);

    /// <summary>Why the role in the study can't be given; null: it can.</summary>
    /// <param name="to">Key of whom it is given to.</param>
    /// <param name="now">The roles that the person has there.</param>
    public Error? RefusalToGive(long to, IReadOnlyCollection<StudyRole> now, StudyRole role)
    {
        var isSame = now.All(held => held == role) && now.Count > 0;
        var fillsVacancy = FillsVacancy && role is StudyRole.Admin && to != Key;
        if (isSame || fillsVacancy)
            return null;
        return RefusalOfNewcomer(to, now.Count) ?? Refusal(to, Authority.Of(now), Authority.Of(role));
    }

    /// <summary>Why the role in the lab can't be given; null: it can.</summary>
    /// <param name="to">Key of whom it is given to.</param>
    /// <param name="now">The roles that the person has there.</param>
    public Error? RefusalToGive(long to, IReadOnlyCollection<LabRole> now, LabRole role)
    {
        var isSame = now.All(held => held == role) && now.Count > 0;
        if (isSame)
            return null;
        return RefusalOfNewcomer(to, now.Count) ?? Refusal(to, Authority.Of(now), Authority.Of(role));
    }

    /// <summary>Why what somebody's roles give can't be taken away; null: it can.</summary>
    /// <param name="from">Key of whose roles they are.</param>
    /// <param name="now">What they give.</param>
    public Error? RefusalToTake(long from, Authority now) => Refusal(from, now, Authority.None);

    /// <summary>The other roles in the study that the person can get from this giver.</summary>
    /// <param name="to">Key of the person.</param>
    /// <param name="now">The roles that the person has there.</param>
    public IReadOnlyList<StudyRole> RolesFor(long to, IReadOnlyCollection<StudyRole> now) =>
        ManagesStudy
            ?
            [
                .. Enum.GetValues<StudyRole>()
                    .Where(role => !now.Contains(role) && RefusalToGive(to, now, role) is null),
            ]
            : [];

    /// <summary>The other roles in the lab that the person can get from this giver.</summary>
    /// <param name="to">Key of the person.</param>
    /// <param name="now">The roles that the person has there.</param>
    public IReadOnlyList<LabRole> RolesFor(long to, IReadOnlyCollection<LabRole> now) =>
        ManagesLab
            ? [.. Enum.GetValues<LabRole>().Where(role => !now.Contains(role) && RefusalToGive(to, now, role) is null)]
            : [];

    /// <summary>Nobody lets themselves in, not even with a role that gives no right.</summary>
    Error? RefusalOfNewcomer(long person, int roles) => person == Key && roles == 0 ? RightsErrors.NotToYourself : null;

    /// <param name="person">Key of whose roles change.</param>
    /// <param name="before">What they give now.</param>
    /// <param name="after">What they will give.</param>
    Error? Refusal(long person, Authority before, Authority after)
    {
        if (person == Key)
            return after.IsWithin(before) ? null : RightsErrors.NotToYourself;
        var given = after.Beyond(Authority);
        if (given != Authority.None)
            return RightsErrors.NotYoursToGive(given.Names);
        var taken = before.Beyond(after).Beyond(Authority);
        return taken == Authority.None ? null : RightsErrors.NotYoursToTake(taken.Names);
    }
}
