using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads what somebody may do with a study, and why.</summary>
/// <remarks>Own rights are open to everybody who may see the study; others' rights need the right to manage its researchers.</remarks>
/// <param name="StudyId">The study.</param>
/// <param name="AccountId">Null: the actor.</param>
public sealed record ReadRights(Guid StudyId, Guid? AccountId) : IQuery<EffectiveRights>, IWithinScope, INeedsPerson
{
    internal sealed class Handler(IChsDb db, StudyFinder studies, StudyGivers givers, Actor actor)
        : IRequestHandler<ReadRights, Outcome<EffectiveRights>>
    {
        public async Task<Outcome<EffectiveRights>> Handle(ReadRights request, CancellationToken cancellationToken)
        {
            var isOwn = request.AccountId is null || request.AccountId == actor.Id;
            var found = await studies.FindAsync(
                request.StudyId,
                isOwn ? StudyRight.ReadDetails : StudyRight.ManageResearchers,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var userId = request.AccountId ?? actor.Id;
            var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Uuid == userId, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");

            var byRoles = await LoadRoleSourcesAsync(study, user, cancellationToken);
            // People without a role are refused like unknown ones, so that ids of accounts can't be probed here.
            if (!isOwn && byRoles is [])
                return Error.NotFound("researcher");
            List<RightsSource> sources = [.. byRoles, .. OtherSources(study, user)];
            var rights = sources.Aggregate(StudyRight.None, (all, source) => all | source.Rights);
            var giver = await givers.OfAsync(study, user, rights, cancellationToken);
            var rolesToGive = giver.RolesFor(RoleGiver.Newcomer, Array.Empty<StudyRole>());
            return new EffectiveRights(user.Uuid, Explain(sources), rolesToGive);
        }

        async Task<List<RightsSource>> LoadRoleSourcesAsync(Study study, User user, CancellationToken cancellationToken)
        {
            var studyRoles = await db
                .StudyMemberships.Where(m => m.StudyId == study.Id && m.UserId == user.Id)
                .Select(m => m.Role)
                .ToListAsync(cancellationToken);
            var labRoles = await db
                .LabMemberships.Where(m => m.LabId == study.LabId && m.UserId == user.Id)
                .Select(m => m.Role)
                .ToListAsync(cancellationToken);

            List<RightsSource> sources = [];
            foreach (var role in studyRoles.Order())
                sources.Add(new($"role '{TextRules.ToContractName(role)}' in the study", Permissions.Of(role)));
            foreach (var role in labRoles.Order())
                sources.Add(new($"role '{TextRules.ToContractName(role)}' in the lab", Permissions.Of(role)));
            return sources;
        }

        static IEnumerable<RightsSource> OtherSources(Study study, User user)
        {
            var reason = user.IsSuperuser ? "superuser of the site" : "right on every study of the site";
            yield return new RightsSource(reason, user.Rights.OnStudies);
            if (study.IsPreviewShared && user.IsResearcher)
                yield return new("the study's preview is shared with all researchers", StudyRight.ReadDetails);
        }

        static List<EffectiveRight> Explain(List<RightsSource> sources)
        {
            List<EffectiveRight> rights = [];
            foreach (var right in Enum.GetValues<StudyRight>())
            {
                if (right is StudyRight.None or StudyRight.All)
                    continue;
                List<string> reasons =
                [
                    .. sources.Where(source => source.Rights.HasFlag(right)).Select(source => source.Reason),
                ];
                rights.Add(new EffectiveRight(TextRules.ToContractName(right), reasons is not [], reasons));
            }

            return rights;
        }

        /// <summary>A reason why somebody holds rights, and which.</summary>
        sealed record RightsSource(string Reason, StudyRight Rights);
    }
}

/// <summary>What somebody may do with a study.</summary>
/// <param name="AccountId">The person.</param>
/// <param name="Rights">Every right, held or not.</param>
/// <param name="RolesToGive">
/// Roles that the person may give somebody else who has none in the study: those without a right that the person lacks.
/// </param>
public sealed record EffectiveRights(
    Guid AccountId,
    IReadOnlyList<EffectiveRight> Rights,
    IReadOnlyList<StudyRole> RolesToGive
);

/// <summary>One right.</summary>
/// <param name="Right">Such as <c>writeDetails</c>.</param>
/// <param name="IsHeld">Whether the person holds it.</param>
/// <param name="Because">Every reason why the person holds it; empty when the person doesn't.</param>
public sealed record EffectiveRight(
    [property: NamesOf(typeof(StudyRight))] string Right,
    bool IsHeld,
    IReadOnlyList<string> Because
);
