using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Lists the approved labs for v1 and v2, by name.</summary>
public sealed record ListLabsForJsonApi(PageNumber Page) : IQuery<NumberedPage<JsonApiLab>>, IWithinScope
{
    internal sealed class Handler(IChsDb db, Actor actor)
        : IRequestHandler<ListLabsForJsonApi, Outcome<NumberedPage<JsonApiLab>>>
    {
        public Task<Outcome<NumberedPage<JsonApiLab>>> Handle(
            ListLabsForJsonApi request,
            CancellationToken cancellationToken
        ) =>
            db
                .Labs.Where(l => l.IsApproved)
                .WithinReachOf(actor, db)
                .OrderBy(l => l.Name)
                .ThenBy(l => l.Id)
                .Select(JsonApiLab.OfLab)
                .ToPageAsync(request.Page, cancellationToken);
    }
}
