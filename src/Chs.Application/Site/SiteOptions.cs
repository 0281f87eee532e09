namespace Chs.Application.Site;

/// <summary>What front ends must know of this program and its settings.</summary>
/// <param name="Version">Version of this program, such as <c>0.1.0</c>.</param>
/// <param name="IsDemo">Whether the database has invented data.</param>
/// <param name="InstitutionLogIns">In the order of their buttons.</param>
/// <param name="MaximumBody">Largest body of a request in bytes.</param>
public sealed record SiteOptions(
    string Version,
    bool IsDemo,
    IReadOnlyList<InstitutionLogIn> InstitutionLogIns,
    long MaximumBody
);
