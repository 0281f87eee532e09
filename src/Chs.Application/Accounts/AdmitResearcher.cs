using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Makes an account a researcher's on its owner's behalf.</summary>
/// <remarks>Needs the site right to edit users.</remarks>
public sealed record AdmitResearcher(Guid UserId) : ICommand<StaffAccountView>, ISessionOnly
{
    internal sealed class Handler(
        AccountFinder accounts,
        StaffAccountViews views,
        DefaultLabs defaultLabs,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<AdmitResearcher, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(
            AdmitResearcher request,
            CancellationToken cancellationToken
        )
        {
            var found = await accounts.FindManagedAsync(request.UserId, SiteRight.EditUsers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            if (!user.IsResearcher)
            {
                user.BecomeResearcher(actor.Deed(time));
                await defaultLabs.JoinAsync(user, cancellationToken);
            }

            return await views.OfAsync(user, cancellationToken);
        }
    }
}
