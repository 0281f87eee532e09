namespace Chs.Domain.Labs;

/// <summary>Refusals about labs. Codes are part of the v3 contract.</summary>
public static class LabErrors
{
    public static readonly Error NameTaken = Error.Conflict("lab.name_taken", "There is a lab with this name already.");

    /// <summary>Of the names of labs that every new researcher joins.</summary>
    public static readonly Error NameReserved = Error.Conflict(
        "lab.name_reserved",
        "Every new researcher joins a lab of this name, so only the site's reviewers can choose it."
    );

    public static readonly Error SlugTaken = Error.Conflict(
        "lab.slug_taken",
        "Another lab has this name in addresses."
    );

    public static readonly Error LastAdmin = Error.Conflict(
        "lab.last_admin",
        "A lab needs an admin: make somebody else one first, or hand the lab over (handOver)."
    );

    public static readonly Error NotAResearcher = Error.Conflict(
        "lab.not_a_researcher",
        "Only researchers can belong to a lab."
    );

    public static readonly Error ContactTaken = Error.Conflict(
        "lab.contact_email_taken",
        "Another lab uses this contact address."
    );
}
