using Chs.Application.Ports;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Makes the views of studies that were loaded or made as a whole.</summary>
sealed class StudyViews(IChsDb db)
{
    /// <summary>Loads what the view shows beside the study: its lab and the studies that its criteria name.</summary>
    public async Task<StudyView> OfAsync(Study study, CancellationToken cancellationToken)
    {
        var lab = await db
            .Labs.Where(l => l.Id == study.LabId)
            .Select(l => (Guid?)l.Uuid)
            .SingleOrDefaultAsync(cancellationToken);
        return StudyView.Of(
            study,
            lab,
            await IdsOfAsync(study, isRequired: true, cancellationToken),
            await IdsOfAsync(study, isRequired: false, cancellationToken)
        );
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
