using Chs.Application.Ports;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class StudyViews
{
    extension(IChsDb db)
    {
        /// <summary>Loads what a study's view shows beside the study and its draft.</summary>
        public async Task<StudyView> ViewOfAsync(Study study, StudyVersion draft, CancellationToken cancellationToken)
        {
            var lab = await db
                .Labs.Where(l => l.Id == study.LabId)
                .Select(l => (Guid?)l.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            var criteria = await db
                .ParticipationCriteria.Where(c => c.StudyId == study.Id)
                .Join(db.Studies, c => c.OtherStudyId, s => s.Id, (c, s) => new { c.IsRequired, s.Uuid })
                .OrderBy(c => c.Uuid)
                .ToListAsync(cancellationToken);
            return StudyView.Of(
                study,
                draft,
                lab,
                [.. criteria.Where(c => c.IsRequired).Select(c => c.Uuid)],
                [.. criteria.Where(c => !c.IsRequired).Select(c => c.Uuid)]
            );
        }
    }
}
