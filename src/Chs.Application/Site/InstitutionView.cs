using Chs.Application.Pipeline;
using Chs.Domain.Site;

namespace Chs.Application.Site;

/// <summary>An institution.</summary>
/// <param name="Id">The institution.</param>
/// <param name="Name">The name, unique on this site.</param>
/// <param name="Website">URL of its website; empty: none.</param>
/// <param name="Section">Heading of the section that lists it.</param>
/// <param name="Place">Orders the list, lower first.</param>
/// <param name="Version">Counts changes; also the ETag.</param>
public sealed record InstitutionView(Guid Id, string Name, string Website, string Section, int Place, int Version)
    : IVersioned
{
    internal static InstitutionView Of(Institution institution) =>
        new(
            institution.Uuid,
            institution.Name,
            institution.Website,
            institution.Section,
            institution.Place,
            institution.Version
        );
}
