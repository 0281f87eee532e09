using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Lists the sessions of the actor's own children, newest first.</summary>
public sealed record ListOwnResponses : PagedQuery, IQuery<Page<OwnResponseListItem>>
{
    /// <summary>Only sessions of this study.</summary>
    public Guid? StudyId { get; init; }

    /// <summary>Only sessions of this child.</summary>
    public Guid? ChildId { get; init; }

    internal sealed class Validator : PagedValidator<ListOwnResponses>;

    internal sealed class Handler(OwnResponses own)
        : IRequestHandler<ListOwnResponses, Outcome<Page<OwnResponseListItem>>>
    {
        public async Task<Outcome<Page<OwnResponseListItem>>> Handle(
            ListOwnResponses request,
            CancellationToken cancellationToken
        )
        {
            var rows = own.Rows;
            if (request.StudyId is { } study)
                rows = rows.Where(r => r.StudyId == study);
            if (request.ChildId is { } child)
                rows = rows.Where(r => r.ChildId == child);
            if (request.After is { } after)
                rows = rows.Where(r => r.Key < after.Key);
            var page = await rows.Take(request.Limit + 1).ToListAsync(cancellationToken);
            return Page.Create(page, request.Limit, row => new Cursor("", row.Key), row => row.ToItem());
        }
    }
}
