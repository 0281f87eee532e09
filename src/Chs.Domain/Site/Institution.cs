namespace Chs.Domain.Site;

/// <summary>An institution that families read about on the page of the site's scientists.</summary>
public sealed class Institution : Aggregate
{
    Institution() { }

    /// <summary>Unique, at most 255 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Absolute http or https URL; empty: none.</summary>
    public string Website { get; private set; } = "";

    /// <summary>Under which heading it stands; at most 255 characters.</summary>
    public string Section { get; private set; } = "";

    /// <summary>Orders sections and what stands in them, lower first.</summary>
    public int Place { get; private set; }

    public static Institution Add(string name, string website, string section, int place, Guid by, DateTimeOffset now)
    {
        var institution = new Institution
        {
            Uuid = Guid.CreateVersion7(now),
            Name = name,
            Website = website,
            Section = section,
            Place = place,
        };
        institution.RecordCreation(new InstitutionSaved(institution.Uuid, by, now));
        return institution;
    }

    /// <summary>Says it otherwise. The same again changes nothing.</summary>
    public void Describe(string name, string website, string section, int place, Guid by, DateTimeOffset now)
    {
        if ((Name, Website, Section, Place) == (name, website, section, place))
            return;
        (Name, Website, Section, Place) = (name, website, section, place);
        Record(new InstitutionSaved(Uuid, by, now));
    }

    /// <summary>Says that it is deleted.</summary>
    public void RecordRemoval(Guid by, DateTimeOffset now) => Record(new InstitutionRemoved(Uuid, Name, by, now));
}

/// <summary>An institution was added or described otherwise.</summary>
public sealed record InstitutionSaved(Guid Institution, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>An institution is gone from the page.</summary>
public sealed record InstitutionRemoved(Guid Institution, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Refusals about the site's own texts. Codes are part of the v3 contract.</summary>
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
