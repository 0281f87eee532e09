using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>A study as v1 and v2 show it, with the one version of its protocol that runs now.</summary>
public sealed record JsonApiStudy
{
    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string ShortDescription { get; init; }
    public required string Purpose { get; init; }
    public required string Criteria { get; init; }
    public required string Duration { get; init; }
    public required string ContactInfo { get; init; }

    /// <summary>Path of the picture among the site's media; null: none.</summary>
    public required string? Image { get; init; }

    /// <summary>JSON text; as the researcher typed it where <see cref="HasTypedStructure"/> says so, in a draft with faults too.</summary>
    public required string Structure { get; init; }

    /// <summary>Whether the structure was saved here for the frameplayer; otherwise it came with an import, or there is none.</summary>
    public required bool HasTypedStructure { get; init; }

    /// <summary>JavaScript.</summary>
    public required string Generator { get; init; }

    public required bool UseGenerator { get; init; }
    public required bool FullScreen { get; init; }

    /// <summary>Where families go afterwards; empty: to the site's page that thanks them.</summary>
    public required string ExitUrl { get; init; }

    public required StudyState State { get; init; }
    public required bool IsPublic { get; init; }
}
