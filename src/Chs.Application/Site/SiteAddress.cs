namespace Chs.Application.Site;

/// <summary>Builds the links that lead people to a page: in mails, before a log-in and after a session.</summary>
/// <param name="Root">URL at which browsers reach this program; ends in a slash.</param>
/// <param name="FrontEnd">URL of a front end; null: links lead to our own pages.</param>
public sealed record SiteAddress(Uri Root, Uri? FrontEnd)
{
    /// <summary>Ends in a slash, so that relative paths are appended and replace nothing.</summary>
    public Uri? FrontEnd { get; } =
        FrontEnd is null || FrontEnd.AbsoluteUri.EndsWith('/') ? FrontEnd : new Uri(FrontEnd.AbsoluteUri + "/");

    /// <summary>The host at or below which studies are played, in lower case.</summary>
    public required string PlayHost { get; init; }

    /// <summary>Whether a host is the site's own, that of its front end, or one at which studies are played.</summary>
    /// <param name="host">In lower case, without a port.</param>
    public bool IsOwnHost(string host) =>
        host == Root.IdnHost
        || host == FrontEnd?.IdnHost
        || host == PlayHost
        || host.EndsWith($".{PlayHost}", StringComparison.Ordinal);

    /// <summary>A page about an account; our own pages have the same paths as a front end's.</summary>
    public Uri Account(string page, string token) => new(AccountPage(page, Uri.EscapeDataString(token)));

    public Uri Study(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/studies/{id}/") : new Uri(Root, $"api/v3/studies/{id}");

    public Uri Lab(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/") : new Uri(Root, $"api/v3/labs/{id}");

    public Uri LabMembers(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/members/") : new Uri(Root, $"api/v3/labs/{id}/members");

    public Uri BuildLog(Guid id) => new(Root, $"api/v3/builds/{id}/log");

    /// <summary>The page where families find the study.</summary>
    public Uri StudyForFamilies(Guid study) => new(FamilyPage($"{study}"));

    string AccountPage(string page, string token) => $"{(FrontEnd ?? Root).AbsoluteUri}account/{page}/?token={token}";

    string FamilyPage(string study) =>
        FrontEnd is { } front ? $"{front.AbsoluteUri}studies/{study}/" : Root.AbsoluteUri;

    /// <summary>The addresses in mails to families, with names in braces for what changes.</summary>
    public SiteMailLinks MailLinks =>
        new(AccountPage("confirm", "{token}"), AccountPage("password", "{token}"), FamilyPage("{studyId}"));

    /// <summary>The page after the end of a session; null: our own.</summary>
    public Uri? Thanks => FrontEnd is { } front ? new Uri(front, "thanks/") : null;

    /// <summary>The front end where it is at another origin than this program; else null.</summary>
    public Uri? FrontEndElsewhere => FrontEnd is { } front && !IsOurs(front) ? front : null;

    /// <summary>The page for a log-in.</summary>
    /// <remarks>
    /// A front end at another origin can't give a browser our cookie, so our own page asks for the log-in.
    /// </remarks>
    /// <param name="next">Path of this site that is opened afterwards.</param>
    public string LogIn(string next) => OwnPage($"login/?next={Uri.EscapeDataString(next)}");

    /// <summary>The page that asks for the code of a second factor.</summary>
    /// <param name="next">Path of this site that is opened afterwards.</param>
    public string LogInCode(string next) => OwnPage($"login/code/?next={Uri.EscapeDataString(next)}");

    string OwnPage(string page)
    {
        return FrontEnd is { } front && IsOurs(front) ? new Uri(front, page).PathAndQuery : "/" + page;
    }

    bool IsOurs(Uri front) => front.GetLeftPart(UriPartial.Authority) == Root.GetLeftPart(UriPartial.Authority);
}
