namespace Chs.Application.Responses;

/// <summary>Which of a study's responses a list, a download or a count is about. Absent members exclude nothing.</summary>
public sealed record ResponseFilter
{
    /// <summary>True: only previews; false: only families' sessions.</summary>
    public bool? IsPreview { get; init; }

    /// <summary>True: only completed responses; false: only others.</summary>
    public bool? IsCompleted { get; init; }

    /// <summary>Only responses of the child that has this id within this study, such as <c>dYdURR</c>.</summary>
    public string? HashedChildId { get; init; }

    /// <summary>Only responses of the parent who has this id within this study, such as <c>4VTQAb</c>.</summary>
    public string? HashedParticipantId { get; init; }

    /// <summary>Whether it asks for somebody's responses.</summary>
    internal bool NamesSomebody => HashedChildId is not null || HashedParticipantId is not null;
}
