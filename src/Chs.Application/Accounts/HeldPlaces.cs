using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds where somebody's roles can be handed over.</summary>
sealed class HeldPlaces(IChsDb db, LabFinder labs, StudyGivers givers, Actor actor)
{
    /// <summary>
    /// Loads what the request names, or refuses it. Of everything, labs and studies whose researchers the actor doesn't
    /// manage are left out when the roles are the actor's own.
    /// </summary>
    public async Task<Outcome<HandOverPlaces>> FindAsync(
        HandOver request,
        User leaver,
        User receiver,
        CancellationToken cancellationToken
    )
    {
        var labKeys = await LabKeysAsync(request, leaver, cancellationToken);
        var studies = await LoadStudiesAsync(request, leaver, labKeys, cancellationToken);
        if (!request.IsOfEverything && MissingIn(request, labKeys, studies) is { } missing)
            return missing;
        long[] allLabs = [.. labKeys.Values.Union(studies.Select(s => s.LabId).OfType<long>())];
        var loaded = await labs.LoadWithMembersAsync(allLabs, [leaver.Id, receiver.Id, actor.Key], cancellationToken);
        return await SortAsync(
            request,
            leaver,
            [.. loaded.Where(lab => labKeys.ContainsKey(lab.Uuid))],
            studies,
            loaded.ToDictionary(lab => lab.Id),
            cancellationToken
        );
    }

    Task<Dictionary<Guid, long>> LabKeysAsync(HandOver request, User leaver, CancellationToken cancellationToken)
    {
        var held = db.Labs.Where(l => db.LabMemberships.Any(m => m.LabId == l.Id && m.UserId == leaver.Id));
        Guid[] named = [.. request.Labs ?? []];
        return (request.IsOfEverything ? held : held.Where(l => named.Contains(l.Uuid)))
            .Select(l => new { l.Uuid, l.Id })
            .ToDictionaryAsync(l => l.Uuid, l => l.Id, cancellationToken);
    }

    Task<List<Study>> LoadStudiesAsync(
        HandOver request,
        User leaver,
        Dictionary<Guid, long> labKeys,
        CancellationToken cancellationToken
    )
    {
        var held = db.Studies.Where(s => db.StudyMemberships.Any(m => m.StudyId == s.Id && m.UserId == leaver.Id));
        Guid[] named = [.. request.Studies ?? []];
        long[] inLabs = [.. labKeys.Values];
        if (!request.IsOfEverything)
            held = held.Where(s => named.Contains(s.Uuid) || (s.LabId != null && inLabs.Contains(s.LabId.Value)));
        return held.Include(s => s.Researchers).OrderBy(s => s.Details.Name).ToListAsync(cancellationToken);
    }

    /// <summary>What is named must be there, and the person must have a role in it.</summary>
    static Error? MissingIn(HandOver request, Dictionary<Guid, long> labKeys, List<Study> studies)
    {
        if (request.Labs?.Any(id => !labKeys.ContainsKey(id)) is true)
            return Error.NotFound("lab");
        return request.Studies?.Any(id => studies.TrueForAll(s => s.Uuid != id)) is true
            ? Error.NotFound("study")
            : null;
    }

    /// <summary>Tells what is handed over from what stays.</summary>
    async Task<Outcome<HandOverPlaces>> SortAsync(
        HandOver request,
        User leaver,
        List<Lab> heldLabs,
        List<Study> heldStudies,
        Dictionary<long, Lab> labsByKey,
        CancellationToken cancellationToken
    )
    {
        var mayKeep = request.IsOfEverything && leaver.Id == actor.Key;
        List<HeldRole> kept = [];
        foreach (var lab in heldLabs.ToList())
        {
            var giver = GiverIn(lab);
            var roles = Authority.Of(lab.Members.Where(m => m.UserId == leaver.Id).Select(m => m.Role));
            if (mayKeep && !giver.ManagesLab && heldLabs.Remove(lab))
                kept.Add(HandOverView.RoleIn(lab, leaver));
            else if (Refusal(giver, giver.ManagesLab, roles) is { } refused)
                return refused;
        }

        foreach (var study in heldStudies.ToList())
        {
            var giver = await givers.OfActorAsync(study, cancellationToken);
            var roles = Authority.Of(study.Researchers.Where(m => m.UserId == leaver.Id).Select(m => m.Role));
            if (mayKeep && !giver.ManagesStudy && heldStudies.Remove(study))
                kept.Add(HandOverView.RoleIn(study, leaver));
            else if (Refusal(giver, giver.ManagesStudy, roles) is { } refused)
                return refused;
        }

        long[] handed = [.. heldLabs.Select(lab => lab.Id)];
        var keys = await db
            .LabTokens.Where(t => handed.Contains(t.LabId) && t.KeeperId == leaver.Id)
            .OrderBy(t => t.Id)
            .ToListAsync(cancellationToken);
        return new HandOverPlaces(heldLabs, heldStudies, kept, labsByKey, keys);
    }

    RoleGiver GiverIn(Lab lab)
    {
        LabRole[] roles = [.. lab.Members.Where(m => m.UserId == actor.Key).Select(m => m.Role)];
        return LabWithRights.Of(lab, actor, roles).Giver;
    }

    static Error? Refusal(RoleGiver giver, bool isManager, Authority handed) =>
        isManager
            ? giver.RefusalToHandOver(handed)
            : Error.Forbidden with
            {
                Message = "Handing it over needs the right manageResearchers there.",
            };
}
