namespace Chs.Domain.Labs;

/// <summary>How a lab presents itself. For the members see <see cref="Lab"/>.</summary>
public sealed record LabProfile(
    string Name,
    string Institution,
    string PrincipalInvestigator,
    string ContactEmail,
    string ContactPhone,
    string Website,
    string Description,
    string? Slug = null,
    string IrbContact = ""
);
