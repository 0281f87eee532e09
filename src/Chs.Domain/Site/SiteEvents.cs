namespace Chs.Domain.Site;

/// <summary>A page was created or changed.</summary>
public sealed record ContentPageSaved(Guid Page, string Slug, string Language, Guid? By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A page was deleted.</summary>
public sealed record ContentPageRemoved(Guid Page, string Slug, string Language, Guid By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>An institution was added or changed.</summary>
public sealed record InstitutionSaved(Guid Institution, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>An institution was deleted.</summary>
public sealed record InstitutionRemoved(Guid Institution, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);
