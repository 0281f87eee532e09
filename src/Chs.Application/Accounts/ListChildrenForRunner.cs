using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Children as scripts list them: the actor's own (deleted ones too), and those with a response that the actor may read. Youngest first, unless asked otherwise.</summary>
public sealed record ListChildrenForRunner(PageNumber Page, bool OldestFirst) : IQuery<NumberedPage<RunnerChild>>
{
    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ListChildrenForRunner, Outcome<NumberedPage<RunnerChild>>>
    {
        public async Task<Outcome<NumberedPage<RunnerChild>>> Handle(ListChildrenForRunner request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor) return Error.Unauthenticated;
            var visible = await db.VisibleResponsesAsync(access, cancellationToken);
            var children = from child in db.Children
                           join parent in db.Users on child.UserId equals parent.Id
                           where child.UserId == actor.Key || (parent.IsActive && visible.Any(r => r.ChildId == child.Id))
                           select new { child, parent.Uuid };
            var ordered = request.OldestFirst
                ? children.OrderBy(row => row.child.Birthday).ThenBy(row => row.child.Id)
                : children.OrderByDescending(row => row.child.Birthday).ThenBy(row => row.child.Id);
            return await ordered.Select(row => new RunnerChild(row.child, row.Uuid)).ToPageAsync(request.Page, cancellationToken);
        }
    }
}
