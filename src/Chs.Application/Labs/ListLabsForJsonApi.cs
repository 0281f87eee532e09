using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Lists the approved labs for v1 and v2, by name.</summary>
public sealed record ListLabsForJsonApi(PageNumber Page) : IQuery<NumberedPage<Lab>>, IWithinScope
{
    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListLabsForJsonApi, Outcome<NumberedPage<Lab>>>
    {
        public async Task<Outcome<NumberedPage<Lab>>> Handle(
            ListLabsForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is null)
                return Error.Unauthenticated;
            return await db
                .Labs.AsNoTracking()
                .Where(l => l.IsApproved)
                .OrderBy(l => l.Name)
                .ThenBy(l => l.Id)
                .ToPageAsync(request.Page, cancellationToken);
        }
    }
}
