using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Researchers need a given and a family name, by which colleagues find each other.</summary>
static class ResearcherNames
{
    /// <returns>The refusal when a name is missing; null when both are there.</returns>
    public static Error? Check(PersonName name)
    {
        List<Fault> faults = [];
        if (name.Given.Length == 0)
            faults.Add(new Fault("/givenName", "required", "A researcher has a given name."));
        if (name.Family.Length == 0)
            faults.Add(new Fault("/familyName", "required", "A researcher has a family name."));
        return faults is [] ? null : Error.Invalid(faults);
    }
}
