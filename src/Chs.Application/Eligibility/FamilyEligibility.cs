using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Eligibility;

/// <summary>Reads what decides for a whole family in which studies its children can take part.</summary>
sealed class FamilyEligibility(
    IChsDb db,
    ChildFinder children,
    EligibilityReader reader,
    SiteTimeZone zone,
    TimeProvider time
)
{
    /// <param name="studies">The studies that may be asked about.</param>
    /// <param name="ids">Only these children; null: all of the actor's.</param>
    /// <returns>An error when one of the children isn't the actor's.</returns>
    public async Task<Outcome<Family>> ReadAsync(
        IQueryable<Study> studies,
        IReadOnlyList<Guid>? ids,
        CancellationToken cancellationToken
    )
    {
        var today = zone.Today(time.GetUtcNow());
        var found = await children
            .Own.AsNoTracking()
            .OrderByDescending(c => c.Birthday)
            .ThenByDescending(c => c.Id)
            .ToListAsync(cancellationToken);
        if (ids is { Count: > 0 } wanted)
        {
            if (wanted.Any(id => found.TrueForAll(child => child.Uuid != id)))
                return Error.NotFound("child");
            found = [.. found.Where(child => wanted.Contains(child.Uuid))];
        }

        long[] keys = [.. found.Select(child => child.Id)];
        var rules = await reader.ParticipationRulesAsync(studies, cancellationToken);
        var parts = await reader.PartsTakenAsync(keys, null, cancellationToken);
        var done = await DoneAsync(keys, cancellationToken);
        FamilyMember[] members =
        [
            .. found.Select(child => new FamilyMember(
                new Reference(child.Uuid, child.GivenName),
                ChildFacts.Of(child, today),
                [.. parts[child.Id]],
                done[child.Id].ToHashSet()
            )),
        ];
        return new Family(members, rules, today);
    }

    /// <summary>
    /// The keys of the studies that children have done, by the keys of the children. That is the reference's word for
    /// lists, and not quite participation: who has given the consent has done a study.
    /// </summary>
    async Task<ILookup<long, long>> DoneAsync(long[] keys, CancellationToken cancellationToken)
    {
        var rows = await db
            .Responses.Where(r => keys.Contains(r.ChildId) && !r.IsPreview)
            .Where(r => r.StudyType == StudyType.External || r.CompletedConsentFrame)
            .Select(r => new { r.ChildId, r.StudyId })
            .Distinct()
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.ChildId, row => row.StudyId);
    }
}

/// <summary>A child of a family, with what it has done.</summary>
/// <param name="DoneStudies">Keys of the studies that it has done.</param>
sealed record FamilyMember(
    Reference Child,
    ChildFacts Facts,
    IReadOnlyCollection<PartTaken> Parts,
    IReadOnlySet<long> DoneStudies
);

/// <summary>A family's children, and what decides in which studies they can take part.</summary>
sealed class Family(IReadOnlyList<FamilyMember> members, ILookup<long, ParticipationRule> participation, DateOnly today)
{
    readonly Dictionary<long, EligibilityRules> _rules = [];

    public IReadOnlyList<FamilyMember> Members => members;

    /// <summary>
    /// Whether there is a child that is eligible, and has done the study, as asked for; null: either way. Without children
    /// nothing is left out.
    /// </summary>
    public bool Matches(OpenStudyFacts study, bool? isEligible, bool? isDone)
    {
        if (members is [])
            return true;
        var rules = RulesOf(study);
        return members.Any(member =>
            (isEligible is null || IsEligible(rules, member) == isEligible)
            && (isDone is null || member.DoneStudies.Contains(study.Key) == isDone)
        );
    }

    public EligibilityTrace Judge(OpenStudyFacts study, FamilyMember member) =>
        RulesOf(study).Judge(member.Facts, today, member.Parts);

    /// <summary>Reads a study's expression once for all of its children.</summary>
    EligibilityRules RulesOf(OpenStudyFacts study)
    {
        if (!_rules.TryGetValue(study.Key, out var rules))
        {
            rules = new EligibilityRules(study.Ages, study.CriteriaExpression, [.. participation[study.Key]]);
            _rules.Add(study.Key, rules);
        }

        return rules;
    }

    static bool IsEligible(EligibilityRules rules, FamilyMember member) =>
        rules.Fit(member.Facts, other => member.Parts.Any(part => part.IsCounted && part.Study == other));
}
