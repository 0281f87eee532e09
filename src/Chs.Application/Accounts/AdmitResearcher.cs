using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Makes an account a researcher's on its owner's behalf.</summary>
/// <remarks>Needs the site right to edit users.</remarks>
public sealed record AdmitResearcher(Guid UserId) : ICommand<StaffAccountView>
{
    internal sealed class Handler(IChsDb db, DefaultLabs defaultLabs, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AdmitResearcher, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(
            AdmitResearcher request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindManagedAccountAsync(
                request.UserId,
                SiteRight.EditUsers,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            var actor = current.Actor!;
            if (!user.IsResearcher)
            {
                var now = time.GetUtcNow();
                user.BecomeResearcher(actor.Id, now);
                if (user.EmailConfirmedAt is null)
                    user.RequestEmailConfirmation(now);
                await defaultLabs.JoinAsync(user, cancellationToken);
            }

            return await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}
