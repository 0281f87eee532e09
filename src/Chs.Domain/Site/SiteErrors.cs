namespace Chs.Domain.Site;

/// <summary>Refusals about the site's pages and institutions. Codes are part of the v3 contract.</summary>
public static class SiteErrors
{
    public static readonly Error PageExists = Error.Conflict(
        "page.exists",
        "There is a page with this name in this language already."
    );

    public static readonly Error InstitutionExists = Error.Conflict(
        "institution.exists",
        "There is an institution with this name already."
    );
}
