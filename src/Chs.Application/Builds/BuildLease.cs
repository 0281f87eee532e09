namespace Chs.Application.Builds;

/// <summary>A worker's claim on a build, and what it needs to know to work on it.</summary>
/// <param name="Fence">
/// Fencing token: the number of this claim. Every write names it and is refused once another worker has claimed the
/// build.
/// </param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="StartedAt">When this claim began.</param>
public sealed record BuildLease(
    Guid Id,
    long Key,
    int Fence,
    Guid StudyId,
    string Repository,
    string Commit,
    DateTimeOffset StartedAt
)
{
    /// <summary>Path under which the study's files are served, such as <c>/studies/{id}/</c>.</summary>
    public string BasePath => $"/studies/{StudyId}/";
}
