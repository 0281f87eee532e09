using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>A child as runners and scripts read it: the actor's own (deleted ones too), or one with a response that the actor may read.</summary>
public sealed record ReadChildForRunner(Guid ChildId) : IQuery<RunnerChild>
{
    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ReadChildForRunner, Outcome<RunnerChild>>
    {
        public async Task<Outcome<RunnerChild>> Handle(ReadChildForRunner request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor) return Error.Unauthenticated;
            var visible = await db.VisibleResponsesAsync(access, cancellationToken);
            var child = await (
                from found in db.Children.AsNoTracking()
                where found.Uuid == request.ChildId
                join parent in db.Users on found.UserId equals parent.Id
                where found.UserId == actor.Key || (parent.IsActive && visible.Any(r => r.ChildId == found.Id))
                select new RunnerChild(found, parent.Uuid)).SingleOrDefaultAsync(cancellationToken);
            return child is null ? Error.NotFound("child") : child;
        }
    }
}

/// <summary>A child and its parent's uuid.</summary>
public sealed record RunnerChild(Child Child, Guid ParentId);
