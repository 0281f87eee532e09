using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Approved labs as scripts list them, by name.</summary>
public sealed record ListLabsForJsonApi(PageNumber Page) : IQuery<NumberedPage<Lab>>, IWithinScope
{
    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListLabsForJsonApi, Outcome<NumberedPage<Lab>>>
    {
        public async Task<Outcome<NumberedPage<Lab>>> Handle(
            ListLabsForJsonApi request,
            CancellationToken cancellationToken
        ) =>
            current.Actor is null
                ? Error.Unauthenticated
                : await db
                    .Labs.AsNoTracking()
                    .Where(l => l.IsApproved)
                    .OrderBy(l => l.Name)
                    .ThenBy(l => l.Id)
                    .ToPageAsync(request.Page, cancellationToken);
    }
}

/// <summary>One approved lab.</summary>
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
