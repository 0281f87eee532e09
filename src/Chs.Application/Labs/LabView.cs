using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Labs;

/// <summary>A lab.</summary>
public sealed record LabView : IVersioned
{
    public required Guid Id { get; init; }

    /// <example>Sunshine Lab</example>
    public required string Name { get; init; }

    /// <example>University of Somewhere</example>
    public required string Institution { get; init; }

    public required string PrincipalInvestigator { get; init; }
    public required string ContactEmail { get; init; }
    public required string ContactPhone { get; init; }
    public required string Website { get; init; }
    public required string Description { get; init; }

    /// <summary>Name in URLs; null: none.</summary>
    /// <example>sunshine</example>
    public required string? Slug { get; init; }

    public required string IrbContact { get; init; }

    /// <summary>Whether it may test families.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>Your role in it; null: none.</summary>
    public required LabRole? YourRole { get; init; }

    /// <summary>Your rights on it, such as <c>createStudies</c>; for the buttons of a front end.</summary>
    /// <example>["createStudies","listResearchers"]</example>
    [NamesOf(typeof(LabRight))]
    public required IReadOnlyList<string> YouMay { get; init; }

    /// <summary>Roles that you may give somebody who has none in it: those without a right that you lack.</summary>
    /// <example>["associate","guest"]</example>
    public required IReadOnlyList<LabRole> RolesToGive { get; init; }

    /// <summary>Address of the wide picture below the site's own, such as <c>/media/…</c>; null: none.</summary>
    public required string? Banner { get; init; }

    /// <summary>Address of the square picture below the site's own, such as <c>/media/…</c>; null: none.</summary>
    public required string? Badge { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static LabView Of(LabWithRights found)
    {
        var lab = found.Lab;
        return new LabView
        {
            Id = lab.Uuid,
            Name = lab.Name,
            Institution = lab.Institution,
            PrincipalInvestigator = lab.PrincipalInvestigator,
            ContactEmail = lab.ContactEmail,
            ContactPhone = lab.ContactPhone,
            Website = lab.Website,
            Description = lab.Description,
            Slug = lab.Slug,
            IrbContact = lab.IrbContact,
            IsApproved = lab.IsApproved,
            YourRole = found.Role,
            YouMay = NamesOf(found.Rights),
            RolesToGive = found.Giver.RolesFor(RoleGiver.Newcomer, Array.Empty<LabRole>()),
            Banner = lab.Banner is null ? null : Media.AddressOf(lab.Banner),
            Badge = lab.Badge is null ? null : Media.AddressOf(lab.Badge),
            Version = lab.Version,
        };
    }

    static List<string> NamesOf(LabRight rights) =>
        [
            .. Enum.GetValues<LabRight>()
                .Where(right => right is not (LabRight.None or LabRight.All) && rights.HasFlag(right))
                .Select(TextRules.ToContractName),
        ];
}
