namespace Chs.Application.Site;

/// <summary>Where links in mails lead.</summary>
/// <param name="Root">This program, as browsers reach it; ends in a slash.</param>
/// <param name="FrontEnd">The site's front end, if it is elsewhere; ends in a slash. Null: our own pages.</param>
public sealed record SiteAddress(Uri Root, Uri? FrontEnd)
{
    /// <summary>Ends in a slash, so that what follows is added and replaces nothing.</summary>
    public Uri? FrontEnd { get; } =
        FrontEnd is null || FrontEnd.AbsoluteUri.EndsWith('/') ? FrontEnd : new Uri(FrontEnd.AbsoluteUri + "/");

    /// <summary>A page about an account; our own pages have the same addresses as a front end's.</summary>
    public Uri Account(string page, string token) =>
        new(FrontEnd ?? Root, $"account/{page}/?token={Uri.EscapeDataString(token)}");

    public Uri Study(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/studies/{id}/") : new Uri(Root, $"api/v3/studies/{id}");

    public Uri Lab(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/") : new Uri(Root, $"api/v3/labs/{id}");

    public Uri LabMembers(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/members/") : new Uri(Root, $"api/v3/labs/{id}/members");

    public Uri BuildLog(Guid id) => new(Root, $"api/v3/builds/{id}/log");

    /// <summary>Where families find the study.</summary>
    public Uri TakingPart(Guid study) => new(FrontEnd ?? Root, FrontEnd is null ? "" : $"studies/{study}/");
}
