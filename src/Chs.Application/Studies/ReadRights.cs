using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>What somebody may do with a study, and why. One's own rights whoever may see the study; others' whoever manages its researchers.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="UserId">Null: oneself.</param>
public sealed record ReadRights(Guid StudyId, Guid? UserId) : IQuery<EffectiveRights>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadRights, Outcome<EffectiveRights>>
    {
        public async Task<Outcome<EffectiveRights>> Handle(ReadRights request, CancellationToken cancellationToken)
        {
            var isOwn = request.UserId is null || request.UserId == access.Actor?.Id;
            var found = await db.FindStudyAsync(
                request.StudyId,
                isOwn ? StudyRight.ReadDetails : StudyRight.ManageResearchers,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (study, id) = (found.Value, request.UserId ?? access.Actor!.Id);
            var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken);
            // Of people who have nothing to do with the study nobody learns here whether they exist.
            if (user is null)
                return Error.NotFound("researcher");
            var roles = await db
                .StudyMemberships.Where(m => m.StudyId == study.Id && m.UserId == user.Id)
                .Select(m => m.Role)
                .ToListAsync(cancellationToken);
            var labRoles = await db
                .LabMemberships.Where(m => m.LabId == study.LabId && m.UserId == user.Id)
                .Select(m => m.Role)
                .ToListAsync(cancellationToken);
            if (!isOwn && roles is [] && labRoles is [])
                return Error.NotFound("researcher");

            List<(string Because, StudyRight Rights)> sources =
            [
                .. roles
                    .Order()
                    .Select(role => ($"role '{TextRules.ToContractName(role)}' in the study", Permissions.Of(role))),
                .. labRoles
                    .Order()
                    .Select(role => ($"role '{TextRules.ToContractName(role)}' in the lab", Permissions.Of(role))),
                (
                    user.IsSuperuser ? "superuser of the site" : "right on every study of the site",
                    user.Rights.OnStudies
                ),
            ];
            if (study.IsPreviewShared && user.IsResearcher)
                sources.Add(("the study's preview is shared with all researchers", StudyRight.ReadDetails));
            return new EffectiveRights(
                user.Uuid,
                [
                    .. from right in Enum.GetValues<StudyRight>()
                    where right is not (StudyRight.None or StudyRight.All)
                    let because = sources
                        .Where(source => source.Rights.HasFlag(right))
                        .Select(source => source.Because)
                        .ToList()
                    select new EffectiveRight(TextRules.ToContractName(right), because is not [], because),
                ]
            );
        }
    }
}

/// <summary>What somebody may do with a study.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Rights">Every right there is.</param>
public sealed record EffectiveRights(Guid UserId, IReadOnlyList<EffectiveRight> Rights);

/// <summary>One right.</summary>
/// <param name="Right">Such as <c>writeDetails</c>.</param>
/// <param name="IsHeld">Whether the person holds it.</param>
/// <param name="Because">Why: every reason; empty when it isn't held.</param>
public sealed record EffectiveRight(string Right, bool IsHeld, IReadOnlyList<string> Because);
