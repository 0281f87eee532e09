namespace Chs.Domain.Site;

/// <summary>An institution listed on the page about the site's scientists.</summary>
public sealed class Institution : Aggregate
{
    Institution() { }

    /// <summary>Unique, at most 255 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Absolute http or https URL; empty: none.</summary>
    public string Website { get; private set; } = "";

    /// <summary>Heading under which it is listed; at most 255 characters.</summary>
    public string Section { get; private set; } = "";

    /// <summary>Sort order of the sections and within them, lower first.</summary>
    public int Place { get; private set; }

    public static Institution Create(string name, string website, string section, int place, Deed deed)
    {
        var institution = new Institution
        {
            Uuid = Guid.CreateVersion7(deed.At),
            Name = name,
            Website = website,
            Section = section,
            Place = place,
        };
        institution.RecordCreation(new InstitutionSaved(institution.Uuid, deed.By, deed.At));
        return institution;
    }

    /// <summary>Changes the entry. Does nothing when nothing differs.</summary>
    public void Update(string name, string website, string section, int place, Deed deed)
    {
        if (name == Name && website == Website && section == Section && place == Place)
            return;
        Name = name;
        Website = website;
        Section = section;
        Place = place;
        Record(new InstitutionSaved(Uuid, deed.By, deed.At));
    }

    /// <summary>Notes that the institution is deleted.</summary>
    public void RecordRemoval(Deed deed) => Record(new InstitutionRemoved(Uuid, Name, deed.By, deed.At));
}
