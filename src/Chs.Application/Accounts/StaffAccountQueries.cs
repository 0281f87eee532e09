using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds and shows accounts for the staff's use cases.</summary>
static class StaffAccountQueries
{
    extension(IChsDb db)
    {
        /// <summary>
        /// Finds an account that the actor may manage: not the actor's own, and none with rights that the actor lacks.
        /// </summary>
        /// <param name="right">The site right that the use case needs.</param>
        public async Task<Outcome<User>> FindManagedAccountAsync(
            Guid id,
            SiteRight right,
            Actor? actor,
            CancellationToken cancellationToken
        )
        {
            if (actor is null)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(right))
                return Error.Forbidden;
            var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken);
            if (user is null)
                return Error.NotFound("account");
            if (user.Id == actor.Key)
                return AccountErrors.NotYourself;
            return actor.Rights.Covers(user.Rights) ? user : Error.Forbidden;
        }

        public async Task<StaffAccountView> StaffViewOfAsync(
            User user,
            Actor viewer,
            CancellationToken cancellationToken
        )
        {
            var labs = await db.LabRolesOfAsync(user, cancellationToken);
            var studies = await db.StudyRolesOfAsync(user, cancellationToken);
            var hasSecondFactor = await db.SecondFactors.AnyAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            var tokens = await db.Credentials.CountAsync(
                c => c.UserId == user.Id && c.Kind == CredentialKind.ApiToken,
                cancellationToken
            );
            var seesRights =
                viewer.Rights.Has(SiteRight.ViewUserPermissions) || viewer.Rights.Has(SiteRight.EditUserPermissions);
            return new StaffAccountView
            {
                Account = AccountListItem.Of(user, hasSecondFactor),
                Comments = user.AdminComments,
                IsSuperuser = user.IsSuperuser,
                Rights = seesRights ? SiteRightsInput.Of(user.Rights) : null,
                Labs = labs,
                Studies = studies,
                Tokens = tokens,
                Version = user.Version,
            };
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
}
