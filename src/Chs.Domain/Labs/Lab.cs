namespace Chs.Domain.Labs;

/// <summary>A research group that offers studies.</summary>
public sealed class Lab : Aggregate
{
    Lab() { }

    /// <summary>Unique, at most 255 characters.</summary>
    public string Name { get; private set; } = "";

    public string Institution { get; private set; } = "";
    public string PrincipalInvestigator { get; private set; } = "";

    /// <summary>Where families' answers go; unique.</summary>
    public string ContactEmail { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";
    public string Website { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>Whether the site's reviewers let this lab test families.</summary>
    public bool IsApproved { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static Lab Found(LabProfile profile, Guid by, DateTimeOffset now)
    {
        var lab = new Lab
        {
            Uuid = Guid.CreateVersion7(now),
            Name = profile.Name,
            Institution = profile.Institution,
            PrincipalInvestigator = profile.PrincipalInvestigator,
            ContactEmail = profile.ContactEmail,
            ContactPhone = profile.ContactPhone,
            Website = profile.Website,
            Description = profile.Description,
            CreatedAt = now,
        };
        lab.RecordCreation(new LabFounded(lab.Uuid, by, now));
        return lab;
    }

    /// <summary>Lets the lab test families. Saying it again changes nothing.</summary>
    public Outcome Approve(Guid by, DateTimeOffset now)
    {
        if (IsApproved) return Outcome.Ok;
        IsApproved = true;
        Record(new LabApproved(Uuid, Name, by, now));
        return Outcome.Ok;
    }
}

/// <summary>What a lab says about itself.</summary>
public sealed record LabProfile(
    string Name, string Institution, string PrincipalInvestigator, string ContactEmail, string ContactPhone, string Website, string Description);

/// <summary>A lab was made; whoever made it is its admin.</summary>
public sealed record LabFounded(Guid Lab, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>A lab may test families from now on.</summary>
public sealed record LabApproved(Guid Lab, string Name, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>What a researcher is in a lab. The table in <see cref="Studies.Permissions"/> says what follows.</summary>
public enum LabRole { Guest = 1, Readonly = 2, Member = 3, Admin = 4 }

/// <summary>One researcher's role in one lab.</summary>
public sealed class LabMembership
{
    LabMembership() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }
    public LabRole Role { get; private set; }

    public static LabMembership Of(long lab, long user, LabRole role) => new() { LabId = lab, UserId = user, Role = role };
}

/// <summary>Refusals about labs. Codes are part of the v3 contract.</summary>
public static class LabErrors
{
    public static readonly Error NameTaken = Error.Conflict("lab.name_taken", "There is a lab with this name already.");
    public static readonly Error ContactTaken = Error.Conflict("lab.contact_email_taken", "Another lab uses this contact address.");
}
