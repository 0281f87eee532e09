using System.Text.Json;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>Finds in the audit log what people have from accounts of the demo.</summary>
sealed class DemoGifts(IChsDb db)
{
    static readonly string[] GivingRights =
    [
        AuditEntry.UserRightsGranted,
        AuditEntry.AdministratorAppointed,
        AuditEntry.ReviewerAppointed,
        AuditEntry.DemoRightsWithdrawn,
    ];

    static readonly string[] GivingRoles =
    [
        "lab role assigned",
        "lab handed over",
        "study role assigned",
        "study handed over",
    ];

    /// <summary>
    /// Ids of the accounts whose rights on the site come from an account of the demo, also by way of another account that
    /// had its own from there, and those of their rights that they have from an operator.
    /// </summary>
    /// <remarks>Each grant replaces the rights, so that the last one counts; operators add to them.</remarks>
    public async Task<Dictionary<Guid, SiteRights>> FindRightsAsync(CancellationToken cancellationToken)
    {
        var demo = await DemoAsync(cancellationToken);
        var entries = await db
            .Audit.Where(entry => GivingRights.Contains(entry.Action) && entry.Subject != null)
            .OrderBy(entry => entry.Id)
            .Select(entry => new
            {
                entry.Actor,
                entry.Action,
                Subject = entry.Subject!.Value,
            })
            .ToListAsync(cancellationToken);
        HashSet<Guid> tainted = [.. demo];
        // What these give is theirs to give, whatever else the demo gave them.
        HashSet<Guid> administrators = [.. await AdministratorsAsync(cancellationToken)];
        Dictionary<Guid, SiteRights> appointed = [];
        foreach (var entry in entries.Where(entry => !demo.Contains(entry.Subject)))
        {
            if (entry.Action is AuditEntry.AdministratorAppointed)
                administrators.Add(entry.Subject);
            if (entry.Action is AuditEntry.AdministratorAppointed or AuditEntry.ReviewerAppointed)
                appointed[entry.Subject] = Permissions.OfReviewers;
            else if (entry.Actor is { } giver && tainted.Contains(giver) && !administrators.Contains(giver))
                tainted.Add(entry.Subject);
            else
            {
                // Whoever gives rights replaces those that an operator gave.
                tainted.Remove(entry.Subject);
                appointed.Remove(entry.Subject);
            }
        }

        return tainted.Except(demo).ToDictionary(id => id, id => appointed.GetValueOrDefault(id, SiteRights.None));
    }

    /// <summary>Ids of the accounts that may do everything without the demo.</summary>
    Task<List<Guid>> AdministratorsAsync(CancellationToken cancellationToken) =>
        db
            .Users.Where(u => u.IsSuperuser && u.Demo == DemoStanding.None)
            .Select(u => u.Uuid)
            .ToListAsync(cancellationToken);

    /// <summary>Roles that people have because an account of the demo was the last to give them one there.</summary>
    public async Task<IReadOnlyList<GivenRole>> FindRolesAsync(CancellationToken cancellationToken)
    {
        var demo = await DemoAsync(cancellationToken);
        var places = db
            .Audit.Where(entry => GivingRoles.Contains(entry.Action))
            .Where(entry => entry.Actor != null && demo.Contains(entry.Actor.Value))
            .Select(entry => entry.Subject);
        var entries = await db
            .Audit.Where(entry => GivingRoles.Contains(entry.Action) && places.Contains(entry.Subject))
            .OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        HashSet<(Guid Place, Guid Person)> given = [];
        foreach (var entry in entries)
        {
            var receiver = JsonSerializer.Deserialize<Receiver>(entry.Details)!;
            var gift = (entry.Subject!.Value, receiver.To ?? receiver.User);
            if (entry.Actor is { } giver && demo.Contains(giver))
                given.Add(gift);
            else
                given.Remove(gift);
        }

        return
        [
            .. (await RolesOfPeopleAsync(given, cancellationToken)).Where(r => given.Contains((r.Place, r.Account))),
        ];
    }

    /// <summary>
    /// Labs and studies of people that count as approved because an account of the demo was the last to approve them.
    /// </summary>
    public async Task<IReadOnlyList<GivenApproval>> FindApprovalsAsync(CancellationToken cancellationToken)
    {
        var demo = db.Users.Where(u => u.Demo != DemoStanding.None);
        var labs = await (
            from lab in db.Labs
            where lab.IsApproved
            where db.LabMemberships.Any(m => m.LabId == lab.Id && !demo.Any(u => u.Id == m.UserId))
            let approver = db
                .Audit.Where(entry => entry.Action == "lab approved" && entry.Subject == lab.Uuid)
                .OrderByDescending(entry => entry.Id)
                .Select(entry => entry.Actor)
                .FirstOrDefault()
            where demo.Any(u => u.Uuid == approver)
            orderby lab.Id
            select lab.Uuid
        ).ToListAsync(cancellationToken);
        var approved = StudyLogEntry.ActionOf(StudyState.Approved);
        var studies = await (
            from study in db.Studies
            where study.State != StudyState.Archived && !demo.Any(u => u.Id == study.CreatorId)
            let approver = db
                .StudyLog.Where(entry => entry.StudyId == study.Id && entry.Action == approved)
                .OrderByDescending(entry => entry.Id)
                .Select(entry => entry.UserId)
                .FirstOrDefault()
            where demo.Any(u => u.Id == approver)
            orderby study.Id
            select study.Uuid
        ).ToListAsync(cancellationToken);
        return
        [
            .. labs.Select(lab => new GivenApproval("lab", lab)),
            .. studies.Select(study => new GivenApproval("study", study)),
        ];
    }

    async Task<List<GivenRole>> RolesOfPeopleAsync(
        HashSet<(Guid Place, Guid Person)> given,
        CancellationToken cancellationToken
    )
    {
        Guid[] places = [.. given.Select(gift => gift.Place).Distinct()];
        var people = db.Users.Where(u => u.Demo == DemoStanding.None);
        var inLabs = await (
            from membership in db.LabMemberships
            join lab in db.Labs on membership.LabId equals lab.Id
            join person in people on membership.UserId equals person.Id
            where places.Contains(lab.Uuid)
            orderby lab.Id, person.Id
            select new
            {
                Account = person.Uuid,
                Place = lab.Uuid,
                membership.Role,
            }
        ).ToListAsync(cancellationToken);
        var inStudies = await (
            from membership in db.StudyMemberships
            join study in db.Studies on membership.StudyId equals study.Id
            join person in people on membership.UserId equals person.Id
            where places.Contains(study.Uuid)
            orderby study.Id, person.Id
            select new
            {
                Account = person.Uuid,
                Place = study.Uuid,
                membership.Role,
            }
        ).ToListAsync(cancellationToken);
        return
        [
            .. inLabs.Select(r => new GivenRole(r.Account, "lab", r.Place, TextRules.ToContractName(r.Role))),
            .. inStudies.Select(r => new GivenRole(r.Account, "study", r.Place, TextRules.ToContractName(r.Role))),
        ];
    }

    async Task<HashSet<Guid>> DemoAsync(CancellationToken cancellationToken) =>
        await db.Users.Where(u => u.Demo != DemoStanding.None).Select(u => u.Uuid).ToHashSetAsync(cancellationToken);

    /// <summary>Who gets the role, in the event of one that is assigned, and of one that is handed over.</summary>
    sealed record Receiver(Guid User, Guid? To);
}

/// <summary>A role that somebody has from an account of the demo.</summary>
/// <param name="Account">Id of the account.</param>
/// <param name="Kind"><c>lab</c> or <c>study</c>.</param>
/// <param name="Place">Id of the lab or study.</param>
public sealed record GivenRole(Guid Account, string Kind, Guid Place, string Role);

/// <summary>An approval that an account of the demo gave.</summary>
/// <param name="Kind"><c>lab</c> or <c>study</c>.</param>
/// <param name="Place">Its id.</param>
public sealed record GivenApproval(string Kind, Guid Place);
