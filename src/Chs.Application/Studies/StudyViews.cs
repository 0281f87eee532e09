using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Makes the views of studies that were loaded or made as a whole.</summary>
sealed class StudyViews(IChsDb db, AccessControl access, StudySteps steps)
{
    /// <summary>
    /// Loads what the view shows beside the study: its lab, the studies that its criteria name, and what the actor may do
    /// with it.
    /// </summary>
    public async Task<StudyView> OfAsync(Study study, CancellationToken cancellationToken)
    {
        var lab = await db
            .Labs.Where(l => l.Id == study.LabId)
            .Select(l => new Reference(l.Uuid, l.Name))
            .SingleOrDefaultAsync(cancellationToken);
        var creator = await db
            .Users.Where(u => u.Id == study.CreatorId)
            .Select(u => Reference.OfAccount(u.Uuid, u.GivenName, u.FamilyName))
            .SingleOrDefaultAsync(cancellationToken);
        return StudyView.Of(
            study,
            ProtocolReport.Of(study),
            await steps.NextAsync(study, cancellationToken),
            lab,
            creator,
            await IdsOfAsync(study, isRequired: true, cancellationToken),
            await IdsOfAsync(study, isRequired: false, cancellationToken)
        );
    }

    /// <summary>Saves a new study first: its creator's role in it decides about the next steps.</summary>
    public async Task<StudyView> OfNewAsync(Study study, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        access.ForgetRoles();
        return await OfAsync(study, cancellationToken);
    }

    async Task<List<Guid>> IdsOfAsync(Study study, bool isRequired, CancellationToken cancellationToken)
    {
        long[] keys = [.. study.Criteria.Where(c => c.IsRequired == isRequired).Select(c => c.OtherStudyId)];
        if (keys is [])
            return [];
        return await db
            .Studies.Where(s => keys.Contains(s.Id))
            .OrderBy(s => s.Uuid)
            .Select(s => s.Uuid)
            .ToListAsync(cancellationToken);
    }
}
