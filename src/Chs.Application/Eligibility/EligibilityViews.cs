using System.Linq.Expressions;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Eligibility;

/// <summary>Shows why children were eligible, or not, as far as its reader may know.</summary>
sealed class EligibilityViews(IChsDb db, AccessControl access)
{
    /// <summary>Why the child of a session was eligible when it began; null: that isn't known of imported sessions.</summary>
    /// <param name="response">Key of the session.</param>
    /// <param name="isOwn">
    /// Whether the reader is the child's family, which may know all of it. Researchers learn of other studies what they may
    /// see there.
    /// </param>
    public async Task<EligibilityTraceView?> OfResponseAsync(
        long response,
        bool isOwn,
        CancellationToken cancellationToken
    )
    {
        var stored = await db
            .ResponseEligibility.AsNoTracking()
            .SingleOrDefaultAsync(e => e.ResponseId == response, cancellationToken);
        return stored is null ? null : await OfAsync(stored.Trace, isOwn, cancellationToken);
    }

    /// <summary>What a family sees of each of these studies, by their keys: whether and why each child is eligible.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ChildEligibilityView>>> OfFamilyAsync(
        Family family,
        IReadOnlyCollection<OpenStudyFacts> studies,
        bool isInList,
        CancellationToken cancellationToken
    )
    {
        var judged = studies.ToDictionary(
            study => study,
            study => family.Members.Select(member => (Member: member, Trace: family.Judge(study, member))).ToList()
        );
        var traces = judged.Values.SelectMany(members => members.Select(member => member.Trace));
        var knowledge = await KnowledgeOfAsync([.. traces], isOwn: true, cancellationToken);
        return judged.ToDictionary(
            row => row.Key.Key,
            IReadOnlyList<ChildEligibilityView> (row) =>
                [
                    .. row.Value.Select(member => new ChildEligibilityView
                    {
                        Child = member.Member.Child,
                        Codes = member.Trace.Codes,
                        Trace = Show(member.Trace, knowledge, isInList),
                        IsDone = member.Member.DoneStudies.Contains(row.Key.Key),
                    }),
                ]
        );
    }

    /// <inheritdoc cref="OfResponseAsync"/>
    public async Task<EligibilityTraceView> OfAsync(
        EligibilityTrace trace,
        bool isOwn,
        CancellationToken cancellationToken
    ) => Show(trace, await KnowledgeOfAsync([trace], isOwn, cancellationToken), isInList: false);

    static EligibilityTraceView Show(EligibilityTrace trace, Knowledge reader, bool isInList) =>
        new()
        {
            Day = trace.Day,
            IsEligible = trace.IsEligible,
            Age = AgeClauseView.Of(trace.Age),
            Criteria = CriteriaClauseView.Of(trace.Criteria, isInList),
            Participation =
            [
                .. trace.Participation.Select(clause => new ParticipationClauseView
                {
                    IsMet = clause.IsMet,
                    Study = new Reference(clause.Study, reader.Names.GetValueOrDefault(clause.Study, "")),
                    IsRequired = clause.IsRequired,
                    Progress = reader.Sees(clause.Part) ? clause.Part?.Progress : null,
                }),
            ],
        };

    async Task<Knowledge> KnowledgeOfAsync(
        IReadOnlyList<EligibilityTrace> traces,
        bool isOwn,
        CancellationToken cancellationToken
    )
    {
        var clauses = traces.SelectMany(trace => trace.Participation).ToList();
        if (clauses is [])
            return new Knowledge(isOwn, new Dictionary<Guid, string>(), new HashSet<Guid>());
        var names = await NamesAsync(clauses, isOwn, cancellationToken);
        var readable = isOwn ? [] : await ReadableAsync(clauses, cancellationToken);
        return new Knowledge(isOwn, names, readable);
    }

    /// <summary>What a reader may know of other studies.</summary>
    /// <param name="Names">Of the studies that are the reader's to see.</param>
    /// <param name="Readable">Sessions that the reader may read.</param>
    sealed record Knowledge(bool IsOwn, IReadOnlyDictionary<Guid, string> Names, IReadOnlySet<Guid> Readable)
    {
        public bool Sees(PartTaken? part) => IsOwn || (part is not null && Readable.Contains(part.Session));
    }

    /// <remarks>Studies that nobody shows to the reader have names that may say what they are about.</remarks>
    async Task<Dictionary<Guid, string>> NamesAsync(
        IReadOnlyCollection<ParticipationClause> clauses,
        bool isOwn,
        CancellationToken cancellationToken
    )
    {
        Guid[] ids = [.. clauses.Select(clause => clause.Study).Distinct()];
        var visible = isOwn ? OfFamily(clauses) : await OfResearcherAsync(cancellationToken);
        return await db
            .Studies.Where(s => ids.Contains(s.Uuid))
            .Where(visible)
            .ToDictionaryAsync(s => s.Uuid, s => s.Details.Name, cancellationToken);
    }

    /// <summary>What families find in lists, and studies that a child of theirs has begun.</summary>
    static Expression<Func<Study, bool>> OfFamily(IReadOnlyCollection<ParticipationClause> clauses)
    {
        Guid[] begun = [.. clauses.Where(clause => clause.Part is not null).Select(clause => clause.Study)];
        return Study.IsOpenToFamilies.Or(s => begun.Contains(s.Uuid));
    }

    /// <remarks>What is open to all is so to keys for certain studies, too, but they show nothing beyond those.</remarks>
    async Task<Expression<Func<Study, bool>>> OfResearcherAsync(CancellationToken cancellationToken)
    {
        var visible = await access.VisibleStudiesAsync(cancellationToken);
        return access.Actor?.Scope is { Studies: { Count: > 0 } } ? visible : visible.Or(Study.IsOpenToFamilies);
    }

    /// <summary>
    /// Of the sessions that the clauses name, those that the reader may read: also in a study whose responses are theirs,
    /// not the one of a child whose family didn't consent.
    /// </summary>
    async Task<HashSet<Guid>> ReadableAsync(
        IReadOnlyCollection<ParticipationClause> clauses,
        CancellationToken cancellationToken
    )
    {
        Guid[] sessions = [.. clauses.Select(clause => clause.Part?.Session).OfType<Guid>()];
        var readable = await access.StudiesWithRightsAsync(StudyRight.ReadResponses, cancellationToken);
        var studies = db.Studies.Where(readable);
        return await db
            .Responses.Where(r => sessions.Contains(r.Uuid) && studies.Any(s => s.Id == r.StudyId))
            .Where(Response.IsConsented.Or(r => r.StudyType == StudyType.External))
            .Select(r => r.Uuid)
            .ToHashSetAsync(cancellationToken);
    }
}
