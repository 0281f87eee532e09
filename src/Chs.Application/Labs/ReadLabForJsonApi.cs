using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Reads an approved lab for v1 and v2.</summary>
public sealed record ReadLabForJsonApi(Guid LabId) : IQuery<Lab>, IWithinScope
{
    internal sealed class Handler(IChsDb db, ICurrentActor current) : IRequestHandler<ReadLabForJsonApi, Outcome<Lab>>
    {
        public async Task<Outcome<Lab>> Handle(ReadLabForJsonApi request, CancellationToken cancellationToken)
        {
            if (current.Actor is null)
                return Error.Unauthenticated;
            var lab = await db
                .Labs.AsNoTracking()
                .SingleOrDefaultAsync(l => l.Uuid == request.LabId && l.IsApproved, cancellationToken);
            return lab is null ? Error.NotFound("lab") : lab;
        }
    }
}
