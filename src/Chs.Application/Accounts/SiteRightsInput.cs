using System.Text.Json;
using Chs.Application.Access;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Accounts;

/// <summary>Names of the rights that an account has in addition to its roles.</summary>
public sealed record SiteRightsInput
{
    /// <summary>Rights beyond studies and labs, such as <c>viewUsers</c>.</summary>
    /// <example>["viewUsers"]</example>
    [NamesOf(typeof(SiteRight))]
    public IReadOnlyList<string> Site { get; init; } = [];

    /// <summary>Rights on every study, such as <c>review</c>.</summary>
    /// <example>["review","changeStatus"]</example>
    [NamesOf(typeof(StudyRight))]
    public IReadOnlyList<string> OnStudies { get; init; } = [];

    /// <summary>Rights on every lab, such as <c>editApproval</c>.</summary>
    /// <example>["editApproval"]</example>
    [NamesOf(typeof(LabRight))]
    public IReadOnlyList<string> OnLabs { get; init; } = [];

    internal SiteRights ToRights() =>
        new(
            Site.Aggregate(SiteRight.None, (all, name) => all | ParseSite(name)!.Value),
            OnStudies.Aggregate(StudyRight.None, (all, name) => all | ParseStudy(name)!.Value),
            OnLabs.Aggregate(LabRight.None, (all, name) => all | ParseLab(name)!.Value)
        );

    internal static SiteRightsInput Of(SiteRights rights) =>
        new()
        {
            Site = [.. Names<SiteRight>().Where(name => rights.Has(ParseSite(name)!.Value))],
            OnStudies = [.. Names<StudyRight>().Where(name => rights.Has(ParseStudy(name)!.Value))],
            OnLabs = [.. Names<LabRight>().Where(name => rights.Has(ParseLab(name)!.Value))],
        };

    /// <summary>The names of all these rights; one that occurs several times once.</summary>
    internal string InWords() => string.Join(", ", Site.Concat(OnStudies).Concat(OnLabs).Distinct());

    internal static SiteRight? ParseSite(string? name) => Parse<SiteRight>(name);

    internal static StudyRight? ParseStudy(string? name) => Parse<StudyRight>(name);

    internal static LabRight? ParseLab(string? name) => Parse<LabRight>(name);

    /// <summary>The names of all single rights as the API writes them.</summary>
    internal static IEnumerable<string> Names<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Where(name => name is not ("None" or "All")).Select(JsonNamingPolicy.CamelCase.ConvertName);

    /// <returns>Null when there is no such right.</returns>
    static T? Parse<T>(string? name)
        where T : struct, Enum => Names<T>().Contains(name) ? Enum.Parse<T>(name!, ignoreCase: true) : null;
}
