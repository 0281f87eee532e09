using Chs.Application.Ports;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Eligibility;

/// <summary>Reads what decides who may take part: the rules of studies, and what children have done.</summary>
sealed class EligibilityReader(IChsDb db)
{
    /// <summary>The rules of a study.</summary>
    public Task<EligibilityRules> RulesOfAsync(Study study, CancellationToken cancellationToken) =>
        RulesOfAsync(study, study.Ages, study.Details.CriteriaExpression, cancellationToken);

    /// <summary>The rules of a study, with other ages and another expression.</summary>
    public async Task<EligibilityRules> RulesOfAsync(
        Study study,
        AgeRange ages,
        string criteria,
        CancellationToken cancellationToken
    )
    {
        var studies = db.Studies.Where(s => s.Id == study.Id);
        var participation = await ParticipationRulesAsync(studies, cancellationToken);
        return new EligibilityRules(ages, criteria, [.. participation[study.Id]]);
    }

    /// <summary>Which other studies matter, by the keys of the studies. One statement.</summary>
    public async Task<ILookup<long, ParticipationRule>> ParticipationRulesAsync(
        IQueryable<Study> studies,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from criterion in db.ParticipationCriteria
            join other in db.Studies on criterion.OtherStudyId equals other.Id
            where studies.Any(s => s.Id == criterion.StudyId)
            orderby criterion.StudyId, criterion.OtherStudyId, criterion.IsRequired
            select new
            {
                criterion.StudyId,
                Other = other.Uuid,
                criterion.IsRequired,
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.StudyId, row => new ParticipationRule(row.Other, row.IsRequired));
    }

    /// <summary>The sessions of children, by the keys of the children; previews aside. One statement.</summary>
    /// <param name="children">Keys of the children.</param>
    /// <param name="studies">Uuids of the studies that matter; null: all.</param>
    public async Task<ILookup<long, PartTaken>> PartsTakenAsync(
        IReadOnlyCollection<long> children,
        IReadOnlyCollection<Guid>? studies,
        CancellationToken cancellationToken
    )
    {
        if (studies is { Count: 0 })
            return Array.Empty<long>().ToLookup(child => child, _ => (PartTaken)null!);
        var counted = db.Responses.Where(Participation.Counts);
        var rows = await (
            from response in db.Responses
            join study in db.Studies on response.StudyId equals study.Id
            where children.Contains(response.ChildId) && !response.IsPreview
            where studies == null || studies.Contains(study.Uuid)
            orderby response.Id
            select new
            {
                response.ChildId,
                Study = study.Uuid,
                Session = response.Uuid,
                response.Completed,
                response.CompletedConsentFrame,
                IsCounted = counted.Any(c => c.Id == response.Id),
                response.StudyType,
            }
        ).ToListAsync(cancellationToken);
        return rows.ToLookup(
            row => row.ChildId,
            row => new PartTaken(
                row.Study,
                row.Session,
                row.IsCounted,
                ProgressOf(
                    row.Completed,
                    row.CompletedConsentFrame,
                    row.IsCounted && row.StudyType is not StudyType.External
                )
            )
        );
    }

    /// <param name="isStarted">Whether it is known that the child has seen something.</param>
    static SessionProgress ProgressOf(bool isCompleted, bool hasConsented, bool isStarted)
    {
        if (isCompleted)
            return SessionProgress.Completed;
        if (hasConsented)
            return SessionProgress.Consented;
        return isStarted ? SessionProgress.Started : SessionProgress.Opened;
    }
}
