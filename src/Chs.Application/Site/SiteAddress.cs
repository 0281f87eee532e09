namespace Chs.Application.Site;

/// <summary>Builds the links in mails.</summary>
/// <param name="Root">URL at which browsers reach this program; ends in a slash.</param>
/// <param name="FrontEnd">URL of a front end on another host; null: links lead to our own pages.</param>
public sealed record SiteAddress(Uri Root, Uri? FrontEnd)
{
    /// <summary>Ends in a slash, so that relative paths are appended and replace nothing.</summary>
    public Uri? FrontEnd { get; } =
        FrontEnd is null || FrontEnd.AbsoluteUri.EndsWith('/') ? FrontEnd : new Uri(FrontEnd.AbsoluteUri + "/");

    /// <summary>A page about an account; our own pages have the same paths as a front end's.</summary>
    public Uri Account(string page, string token) =>
        new(FrontEnd ?? Root, $"account/{page}/?token={Uri.EscapeDataString(token)}");

    public Uri Study(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/studies/{id}/") : new Uri(Root, $"api/v3/studies/{id}");

    public Uri Lab(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/") : new Uri(Root, $"api/v3/labs/{id}");

    public Uri LabMembers(Guid id) =>
        FrontEnd is { } front ? new Uri(front, $"exp/labs/{id}/members/") : new Uri(Root, $"api/v3/labs/{id}/members");

    public Uri BuildLog(Guid id) => new(Root, $"api/v3/builds/{id}/log");

    /// <summary>The page where families find the study.</summary>
    public Uri StudyForFamilies(Guid study) => new(FrontEnd ?? Root, FrontEnd is null ? "" : $"studies/{study}/");
}
