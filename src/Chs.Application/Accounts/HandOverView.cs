using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Accounts;

/// <summary>What was handed over.</summary>
/// <param name="FromId">Whose roles they were.</param>
/// <param name="ToId">Who has them now.</param>
/// <param name="Labs">The labs, and the highest role that was handed over in each.</param>
/// <param name="Studies">The studies, and the highest role that was handed over in each.</param>
/// <param name="Kept">
/// Roles that weren't handed over, because their owner doesn't manage the researchers of that lab or study: whoever does
/// gives them to others, and their owner may leave.
/// </param>
/// <param name="Warnings">Where the former owner's address still stands: <c>contact_address</c>.</param>
public sealed record HandOverView(
    Guid FromId,
    Guid ToId,
    IReadOnlyList<HeldRole> Labs,
    IReadOnlyList<HeldRole> Studies,
    IReadOnlyList<HeldRole> Kept,
    IReadOnlyList<Fault> Warnings
)
{
    const string ContactAddress = "contact_address";

    /// <summary>Made before anything changes.</summary>
    internal static HandOverView Of(HandOverPlaces places, User from, User to) =>
        new(
            from.Uuid,
            to.Uuid,
            [.. places.Labs.Select(lab => RoleIn(lab, from))],
            [.. places.Studies.Select(study => RoleIn(study, from))],
            places.Kept,
            [.. WarningsAbout(places, from)]
        );

    internal static HeldRole RoleIn(Lab lab, User person)
    {
        var highest = lab.Members.Where(m => m.UserId == person.Id).Max(m => m.Role);
        return new HeldRole(lab.Uuid, lab.Name, TextRules.ToContractName(highest));
    }

    internal static HeldRole RoleIn(Study study, User person)
    {
        var highest = study.Researchers.Where(m => m.UserId == person.Id).Max(m => m.Role);
        return new HeldRole(study.Uuid, study.Details.Name, TextRules.ToContractName(highest));
    }

    static IEnumerable<Fault> WarningsAbout(HandOverPlaces places, User from)
    {
        foreach (var (index, lab) in places.Labs.Index())
            if (lab.ContactEmail == from.Email)
                yield return Warning($"/labs/{index}", $"Families of {lab.Name} still write to {from.Email}.");
        foreach (var (index, study) in places.Studies.Index())
            if (study.Details.ContactInfo.Contains(from.Email, StringComparison.OrdinalIgnoreCase))
                yield return Warning($"/studies/{index}", $"{study.Details.Name} still names {from.Email} as contact.");
    }

    static Fault Warning(string pointer, string message) => new(pointer, ContactAddress, message);
}
