using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>
/// Somebody who gives and takes roles in one place. Nobody gives themselves a right; nobody gives others a right, or
/// takes one from them, that they lack; everybody may give up what they have.
/// </summary>
/// <param name="Key">Key of the account.</param>
/// <param name="Authority">What they may do there now, before anything changes.</param>
/// <param name="FillsVacancy">
/// Whether they run the lab of a study that has no admin, through none of their doing, and may therefore make somebody
/// else of the lab its admin.
/// </param>
public sealed record RoleGiver(long Key, Authority Authority, bool FillsVacancy = false)
{
    /// <summary>Stands for the key of somebody else who has no role yet.</summary>
    public const long Newcomer = 0;

    /// <summary>Gives and takes nothing.</summary>
    public static readonly RoleGiver Nobody = new(Newcomer, Authority.None);

    /// <summary>Whether they may give and take roles in the lab at all.</summary>
    public bool ManagesLab => Authority.ToManageLab.IsWithin(Authority);

    /// <summary>Whether they may give and take roles in the study at all.</summary>
    public bool ManagesStudy => Authority.ToManageStudy.IsWithin(Authority);

    /// <summary>Why the role in the study can't be given; null: it can.</summary>
    /// <param name="to">Key of whom it is given to.</param>
    /// <param name="now">The roles that the person has there.</param>
    public Error? RefusalToGive(long to, IReadOnlyCollection<StudyRole> now, StudyRole role) =>
        ErrorOf(ObstacleTo(to, now, role));

    /// <summary>Why the role in the lab can't be given; null: it can.</summary>
    /// <param name="to">Key of whom it is given to.</param>
    /// <param name="now">The roles that the person has there.</param>
    public Error? RefusalToGive(long to, IReadOnlyCollection<LabRole> now, LabRole role) =>
        ErrorOf(ObstacleTo(to, now, role));

    /// <summary>Why this can't be given to somebody else, or to a key, as a whole; null: it can.</summary>
    public Error? RefusalToHandOver(Authority whole)
    {
        var lacking = whole.Beyond(Authority);
        return lacking == Authority.None ? null : RightsErrors.NotYoursToGive(lacking.InWords);
    }

    /// <summary>Why what somebody's roles give can't be taken away; null: it can.</summary>
    /// <param name="from">Key of whose roles they are.</param>
    /// <param name="now">What they give.</param>
    public Error? RefusalToTake(long from, Authority now) => ErrorOf(ObstacleTo(from, now, Authority.None));

    /// <summary>Whether what somebody's roles give can be taken away.</summary>
    /// <param name="from">Key of whose roles they are.</param>
    /// <param name="now">What they give.</param>
    public bool MayTake(long from, Authority now) => ObstacleTo(from, now, Authority.None) is null;

    /// <summary>The other roles in the study that the person can get from this giver.</summary>
    /// <param name="to">Key of the person.</param>
    /// <param name="now">The roles that the person has there.</param>
    public IReadOnlyList<StudyRole> RolesFor(long to, IReadOnlyCollection<StudyRole> now)
    {
        if (!ManagesStudy)
            return [];
        var others = Enum.GetValues<StudyRole>().Except(now);
        return [.. others.Where(role => ObstacleTo(to, now, role) is null)];
    }

    /// <summary>The other roles in the lab that the person can get from this giver.</summary>
    /// <param name="to">Key of the person.</param>
    /// <param name="now">The roles that the person has there.</param>
    public IReadOnlyList<LabRole> RolesFor(long to, IReadOnlyCollection<LabRole> now)
    {
        if (!ManagesLab)
            return [];
        var others = Enum.GetValues<LabRole>().Except(now);
        return [.. others.Where(role => ObstacleTo(to, now, role) is null)];
    }

    Obstacle? ObstacleTo(long to, IReadOnlyCollection<StudyRole> now, StudyRole role)
    {
        var isSame = now.Count > 0 && now.All(held => held == role);
        var fillsVacancy = FillsVacancy && role is StudyRole.Admin && to != Key;
        if (isSame || fillsVacancy)
            return null;
        return ObstacleToNewcomer(to, now.Count) ?? ObstacleTo(to, Authority.Of(now), Authority.Of(role));
    }

    Obstacle? ObstacleTo(long to, IReadOnlyCollection<LabRole> now, LabRole role)
    {
        var isSame = now.Count > 0 && now.All(held => held == role);
        if (isSame)
            return null;
        return ObstacleToNewcomer(to, now.Count) ?? ObstacleTo(to, Authority.Of(now), Authority.Of(role));
    }

    /// <summary>Nobody lets themselves in, not even with a role that gives no right.</summary>
    Obstacle? ObstacleToNewcomer(long person, int roles) =>
        person == Key && roles == 0 ? new Obstacle(IsOwn: true, Authority.None, Authority.None) : null;

    /// <param name="person">Key of whose roles change.</param>
    /// <param name="before">What they give now.</param>
    /// <param name="after">What they will give.</param>
    Obstacle? ObstacleTo(long person, Authority before, Authority after)
    {
        if (person == Key)
            return after.IsWithin(before) ? null : new Obstacle(IsOwn: true, Authority.None, Authority.None);
        var given = after.Beyond(Authority);
        var taken = before.Beyond(after).Beyond(Authority);
        return given.Union(taken) == Authority.None ? null : new Obstacle(IsOwn: false, given, taken);
    }

    static Error? ErrorOf(Obstacle? obstacle) =>
        obstacle switch
        {
            null => null,
            { IsOwn: true } => RightsErrors.NotToYourself,
            { Given: var given } when given != Authority.None => RightsErrors.NotYoursToGive(given.InWords),
            { Taken: var taken } => RightsErrors.NotYoursToTake(taken.InWords),
        };

    /// <summary>Why roles can't be changed so.</summary>
    /// <param name="IsOwn">The giver would give something to themselves.</param>
    /// <param name="Given">What the giver lacks and would give.</param>
    /// <param name="Taken">What the giver lacks and would take away.</param>
    sealed record Obstacle(bool IsOwn, Authority Given, Authority Taken);
}
