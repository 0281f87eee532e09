using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Reads an approved lab for v1 and v2.</summary>
public sealed record ReadLabForJsonApi(Guid LabId) : IQuery<JsonApiLab>, IWithinScope
{
    internal sealed class Handler(IChsDb db, Actor actor) : IRequestHandler<ReadLabForJsonApi, Outcome<JsonApiLab>>
    {
        public async Task<Outcome<JsonApiLab>> Handle(ReadLabForJsonApi request, CancellationToken cancellationToken)
        {
            var lab = await db
                .Labs.Where(l => l.Uuid == request.LabId && l.IsApproved)
                .WithinReachOf(actor, db)
                .Select(JsonApiLab.OfLab)
                .SingleOrDefaultAsync(cancellationToken);
            return lab is null ? Error.NotFound("lab") : lab;
        }
    }
}
