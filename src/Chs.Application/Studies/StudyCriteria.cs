using System.Linq.Expressions;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Studies in which children must, or must not, have taken part.</summary>
sealed class StudyCriteria(IChsDb db, AccessControl access)
{
    /// <summary>Replaces the lists of studies that the input has; an absent list stays.</summary>
    /// <param name="study">The study, with its criteria.</param>
    /// <param name="input">What the client sent.</param>
    /// <param name="deed">Who replaces them, and when.</param>
    public async Task<Outcome> ReplaceAsync(
        Study study,
        StudyInput input,
        Deed deed,
        CancellationToken cancellationToken
    )
    {
        if (input.MustHaveParticipated is null && input.MustNotHaveParticipated is null)
            return Outcome.Ok;

        var visible = await access.VisibleStudiesAsync(cancellationToken);
        List<Fault> faults = [];
        if (input.MustHaveParticipated is { } required)
        {
            var nameable = await FindNameableAsync(study, isRequired: true, required, visible, cancellationToken);
            faults.AddRange(FaultsOf("mustHaveParticipated", isRequired: true, required, study, nameable));
            study.SetCriteria(isRequired: true, [.. nameable.Select(s => s.Key)], deed);
        }

        if (input.MustNotHaveParticipated is { } excluded)
        {
            var nameable = await FindNameableAsync(study, isRequired: false, excluded, visible, cancellationToken);
            faults.AddRange(FaultsOf("mustNotHaveParticipated", isRequired: false, excluded, study, nameable));
            study.SetCriteria(isRequired: false, [.. nameable.Select(s => s.Key)], deed);
        }

        return faults is [] ? Outcome.Ok : Error.Invalid(faults);
    }

    /// <summary>
    /// Finds the studies among the ids that the actor may see, that are open to families, or that were named before.
    /// </summary>
    async Task<List<StudyReference>> FindNameableAsync(
        Study study,
        bool isRequired,
        IReadOnlyList<Guid> ids,
        Expression<Func<Study, bool>> visible,
        CancellationToken cancellationToken
    )
    {
        Guid[] wanted = [.. ids.Distinct()];
        long[] named = [.. study.Criteria.Where(c => c.IsRequired == isRequired).Select(c => c.OtherStudyId)];
        var nameable = visible.Or(Study.IsOpenToFamilies).Or(s => named.Contains(s.Id));
        return await db
            .Studies.Where(s => wanted.Contains(s.Uuid))
            .Where(nameable)
            .Select(s => new StudyReference(s.Id, s.Uuid))
            .ToListAsync(cancellationToken);
    }

    static IEnumerable<Fault> FaultsOf(
        string member,
        bool isRequired,
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
            // That a child takes part only once is said by naming the study itself among the others.
            if (id == study.Uuid && isRequired)
                yield return new Fault(
                    pointer,
                    "unknown",
                    "A study can't demand that children took part in it before."
                );
            else if (nameable.TrueForAll(s => s.Id != id))
                yield return new Fault(pointer, "unknown", "There is no such study, or it isn't yours to see.");
        }
    }

    sealed record StudyReference(long Key, Guid Id);
}
