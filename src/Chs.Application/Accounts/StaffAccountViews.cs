using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Shows accounts to the site's staff.</summary>
sealed class StaffAccountViews(IChsDb db, SecondFactors factors, Actor actor)
{
    public async Task<StaffAccountView> OfAsync(User user, CancellationToken cancellationToken)
    {
        var hasSecondFactor = await factors.IsActiveAsync(user, cancellationToken);
        var tokens = await db.Credentials.CountAsync(
            c => c.UserId == user.Id && c.Kind == CredentialKind.ApiToken,
            cancellationToken
        );
        var seesRights =
            actor.Rights.Has(SiteRight.ViewUserPermissions) || actor.Rights.Has(SiteRight.EditUserPermissions);
        return new StaffAccountView
        {
            Account = AccountListItem.Of(user, hasSecondFactor),
            Comments = user.AdminComments,
            IsSuperuser = user.IsSuperuser,
            Rights = seesRights ? SiteRightsInput.Of(user.Rights) : null,
            Labs = await LabRolesOfAsync(user, cancellationToken),
            Studies = await StudyRolesOfAsync(user, cancellationToken),
            OnlyAdminOfLabs = await OnlyAdminOfLabsAsync(user, cancellationToken),
            OnlyAdminOfStudies = await OnlyAdminOfStudiesAsync(user, cancellationToken),
            Tokens = tokens,
            Version = user.Version,
        };
    }

    async Task<IReadOnlyList<Reference>> OnlyAdminOfLabsAsync(User user, CancellationToken cancellationToken)
    {
        var admins = db.LabMemberships.Where(m => m.Role == LabRole.Admin);
        return await db
            .Labs.Where(l => admins.Any(m => m.LabId == l.Id && m.UserId == user.Id))
            .Where(l =>
                !admins.Any(m =>
                    m.LabId == l.Id && m.UserId != user.Id && db.Users.Any(u => u.Id == m.UserId && u.IsActive)
                )
            )
            .OrderBy(l => l.Name)
            .Select(l => new Reference(l.Uuid, l.Name))
            .ToListAsync(cancellationToken);
    }

    async Task<IReadOnlyList<Reference>> OnlyAdminOfStudiesAsync(User user, CancellationToken cancellationToken)
    {
        var admins = db.StudyMemberships.Where(m => m.Role == StudyRole.Admin);
        return await db
            .Studies.Where(s => admins.Any(m => m.StudyId == s.Id && m.UserId == user.Id))
            .Where(s =>
                !admins.Any(m =>
                    m.StudyId == s.Id && m.UserId != user.Id && db.Users.Any(u => u.Id == m.UserId && u.IsActive)
                )
            )
            .OrderBy(s => s.Details.Name)
            .Select(s => new Reference(s.Uuid, s.Details.Name))
            .ToListAsync(cancellationToken);
    }

    async Task<IReadOnlyList<HeldRole>> LabRolesOfAsync(User user, CancellationToken cancellationToken)
    {
        var roles = await (
            from membership in db.LabMemberships
            where membership.UserId == user.Id
            join lab in db.Labs on membership.LabId equals lab.Id
            orderby lab.Name
            select new
            {
                lab.Uuid,
                lab.Name,
                membership.Role,
            }
        ).ToListAsync(cancellationToken);
        return [.. roles.Select(r => new HeldRole(r.Uuid, r.Name, TextRules.ToContractName(r.Role)))];
    }

    async Task<IReadOnlyList<HeldRole>> StudyRolesOfAsync(User user, CancellationToken cancellationToken)
    {
        var roles = await (
            from membership in db.StudyMemberships
            where membership.UserId == user.Id
            join study in db.Studies on membership.StudyId equals study.Id
            orderby study.Details.Name
            select new
            {
                study.Uuid,
                study.Details.Name,
                membership.Role,
            }
        ).ToListAsync(cancellationToken);
        return [.. roles.Select(r => new HeldRole(r.Uuid, r.Name, TextRules.ToContractName(r.Role)))];
    }
}
