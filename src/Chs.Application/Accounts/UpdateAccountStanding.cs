using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Decides whether an account can be used and whether it is spam, with the staff's comments. The sessions and API tokens
/// of an account that can't be used end.
/// </summary>
/// <remarks>
/// Needs the site right to edit users. The answer names labs and studies that have no other admin. The last account with
/// every right on the site stays open.
/// </remarks>
public sealed record UpdateAccountStanding(
    Guid UserId,
    bool IsActive,
    bool IsSpam,
    string Comments,
    ExpectedVersions? IfVersion
) : ICommand<StaffAccountView>, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<UpdateAccountStanding>
    {
        public Validator() => RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).MustBeClean();
    }

    internal sealed class Handler(
        AccountFinder accounts,
        StaffAccountViews views,
        Administrators administrators,
        IChsDb db,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<UpdateAccountStanding, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(
            UpdateAccountStanding request,
            CancellationToken cancellationToken
        )
        {
            var found = await accounts.FindManagedAsync(
                request.UserId,
                SiteRight.EditUsers,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            var standing = new AccountStanding(request.IsActive, request.IsSpam, request.Comments);
            if (!standing.IsActive && user.IsActive && await administrators.IsLastAsync(user, cancellationToken))
                return AccountErrors.LastAdministrator;
            var moderated = user.Moderate(standing, actor.Deed(time));
            if (moderated.Failed)
                return moderated.Error;
            if (!user.IsActive)
            {
                await db.Credentials.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                await db.Plays.Where(p => p.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            }

            return await views.OfAsync(user, cancellationToken);
        }
    }
}
