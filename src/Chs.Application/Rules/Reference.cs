namespace Chs.Application.Rules;

/// <summary>A lab, an account, a study or a child to which something else refers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; an account's is its given and family name.</param>
public sealed record Reference(Guid Id, string Name)
{
    internal static Reference OfAccount(Guid id, string givenName, string familyName) =>
        new(id, $"{givenName} {familyName}".Trim());
}
