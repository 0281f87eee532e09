using System.Linq.Expressions;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Other studies in which children must, or must not, have taken part.</summary>
static class StudyCriteria
{
    extension(IChsDb db)
    {
        /// <summary>Replaces the lists of studies that the input has; an absent list stays.</summary>
        /// <returns>Why not; null: done.</returns>
        public async Task<Error?> SetCriteriaAsync(
            Study study,
            StudyInput input,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var visible = await access.VisibleStudiesAsync(cancellationToken);
            List<Fault> faults = [];
            if (input.MustHaveParticipated is { } required)
            {
                var nameable = await db.ReplaceCriteriaAsync(study, true, required, visible, cancellationToken);
                faults.AddRange(FaultsOf("mustHaveParticipated", required, study, nameable));
            }

            if (input.MustNotHaveParticipated is { } excluded)
            {
                var nameable = await db.ReplaceCriteriaAsync(study, false, excluded, visible, cancellationToken);
                faults.AddRange(FaultsOf("mustNotHaveParticipated", excluded, study, nameable));
            }

            return faults is [] ? null : Error.Invalid(faults);
        }

        /// <returns>Those of the ids that the actor may name.</returns>
        async Task<List<StudyReference>> ReplaceCriteriaAsync(
            Study study,
            bool isRequired,
            IReadOnlyList<Guid> ids,
            Expression<Func<Study, bool>> visible,
            CancellationToken cancellationToken
        )
        {
            var nameable = await db.FindNameableAsync(study, isRequired, ids, visible, cancellationToken);
            var current = await db
                .ParticipationCriteria.Where(c => c.StudyId == study.Id && c.IsRequired == isRequired)
                .ToListAsync(cancellationToken);
            db.ParticipationCriteria.RemoveRange(current.Where(c => nameable.All(s => s.Key != c.OtherStudyId)));
            foreach (var other in nameable)
            {
                var isNew = current.All(c => c.OtherStudyId != other.Key);
                if (isNew && other.Id != study.Uuid)
                    db.ParticipationCriteria.Add(ParticipationCriterion.Of(study, other.Key, isRequired));
            }

            return nameable;
        }

        /// <summary>Finds the studies that the actor may see, that are open to families, or that were named before.</summary>
        async Task<List<StudyReference>> FindNameableAsync(
            Study study,
            bool isRequired,
            IReadOnlyList<Guid> ids,
            Expression<Func<Study, bool>> visible,
            CancellationToken cancellationToken
        )
        {
            Guid[] wanted = [.. ids.Distinct()];
            var readable = db.Studies.Where(visible).Select(s => s.Id);
            var named = db
                .ParticipationCriteria.Where(c => c.StudyId == study.Id && c.IsRequired == isRequired)
                .Select(c => c.OtherStudyId);
            return await db
                .Studies.Where(s => wanted.Contains(s.Uuid))
                .Where(s =>
                    readable.Contains(s.Id) || (s.State == StudyState.Active && s.IsPublic) || named.Contains(s.Id)
                )
                .Select(s => new StudyReference(s.Id, s.Uuid))
                .ToListAsync(cancellationToken);
        }
    }

    static IEnumerable<Fault> FaultsOf(
        string member,
        IReadOnlyList<Guid> ids,
        Study study,
        List<StudyReference> nameable
    )
    {
        HashSet<Guid> seen = [];
        for (var index = 0; index < ids.Count; index++)
        {
            var id = ids[index];
            if (!seen.Add(id))
                continue;
            var pointer = $"/{member}/{index}";
            if (id == study.Uuid)
                yield return new Fault(pointer, "unknown", "A study can't name itself.");
            else if (nameable.All(s => s.Id != id))
                yield return new Fault(pointer, "unknown", "There is no such study, or it isn't yours to see.");
        }
    }

    sealed record StudyReference(long Key, Guid Id);
}
