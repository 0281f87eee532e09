using System.Text.Json;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>What somebody may do in one place: with a study; or with a lab, and with each of its studies.</summary>
/// <remarks>Sets of rights, because roles have no order: an analyst reads data, a manager doesn't.</remarks>
/// <param name="OnStudies">On the study, or on each of the lab's studies.</param>
/// <param name="OnLab">On the lab; none where the place is a study.</param>
public sealed record Authority(StudyRight OnStudies, LabRight OnLab)
{
    public static readonly Authority None = new(StudyRight.None, LabRight.None);

    /// <summary>The rights without which nobody gives or takes roles there.</summary>
    public static readonly Authority ToManageLab = new(StudyRight.None, LabRight.ManageResearchers);

    /// <inheritdoc cref="ToManageLab"/>
    public static readonly Authority ToManageStudy = new(StudyRight.ManageResearchers, LabRight.None);

    public static Authority Of(StudyRole role) => new(Permissions.Of(role), LabRight.None);

    public static Authority Of(LabRole role) => new(Permissions.Of(role), Permissions.OnLab(role));

    public static Authority Of(SiteRights rights) => new(rights.OnStudies, rights.OnLabs);

    /// <summary>What several roles in a study give together.</summary>
    public static Authority Of(IEnumerable<StudyRole> roles) =>
        roles.Aggregate(None, (all, role) => all.Union(Of(role)));

    /// <summary>What several roles in a lab give together.</summary>
    public static Authority Of(IEnumerable<LabRole> roles) => roles.Aggregate(None, (all, role) => all.Union(Of(role)));

    /// <summary>What everybody of a lab together may do with it and its studies.</summary>
    public static readonly Authority OfEveryLabRole = Of(Enum.GetValues<LabRole>());

    public Authority Union(Authority other) => new(OnStudies | other.OnStudies, OnLab | other.OnLab);

    /// <summary>What is in this and not in the other.</summary>
    public Authority Beyond(Authority other) => new(OnStudies & ~other.OnStudies, OnLab & ~other.OnLab);

    public bool IsWithin(Authority other) => Beyond(other) == None;

    public bool IsLessThan(Authority other) => this != other && IsWithin(other);

    /// <summary>The names of the rights, as contracts write them; one that study and lab have in common once.</summary>
    public string InWords => string.Join(", ", NamesOf(OnStudies).Concat(NamesOf(OnLab)).Distinct());

    static IEnumerable<string> NamesOf<T>(T rights)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Where(right => rights.HasFlag(right) && Enum.GetName(right) is not ("None" or "All"))
            .Select(right => JsonNamingPolicy.CamelCase.ConvertName(right.ToString()));
}
