using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Removes an institution. For the site's staff.</summary>
public sealed record RemoveInstitution(Guid InstitutionId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RemoveInstitution, Outcome>
    {
        public async Task<Outcome> Handle(RemoveInstitution request, CancellationToken cancellationToken)
        {
            if (SiteStaff.RefusalFor(current.Actor) is { } refused)
                return refused;
            var institution = await db.Institutions.SingleOrDefaultAsync(
                i => i.Uuid == request.InstitutionId,
                cancellationToken
            );
            if (institution is null)
                return Error.NotFound("institution");
            institution.RecordRemoval(current.Actor!.Id, time.GetUtcNow());
            db.Institutions.Remove(institution);
            return Outcome.Ok;
        }
    }
}
