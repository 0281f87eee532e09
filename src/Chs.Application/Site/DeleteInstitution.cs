using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Removes an institution. For the site's staff.</summary>
public sealed record DeleteInstitution(Guid InstitutionId) : ICommand
{
    internal sealed class Handler(InstitutionFinder institutions, IChsDb db, Actor actor, TimeProvider time)
        : IRequestHandler<DeleteInstitution, Outcome>
    {
        public async Task<Outcome> Handle(DeleteInstitution request, CancellationToken cancellationToken)
        {
            var found = await institutions.FindAsync(request.InstitutionId, ifVersion: null, cancellationToken);
            if (found.Failed)
                return found.Error;
            found.Value.RecordRemoval(actor.Deed(time));
            db.Institutions.Remove(found.Value);
            return Outcome.Ok;
        }
    }
}
