using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Children as scripts list them: youngest first, unless asked otherwise.</summary>
/// <param name="UserId">Only this user's; null: all that the actor may see.</param>
/// <param name="Ordering"><c>birthday</c> or <c>-birthday</c>; anything else is ignored.</param>
public sealed record ListChildrenForRunner(PageNumber Page, Guid? UserId, string? Ordering)
    : IQuery<NumberedPage<RunnerChild>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<RunnerChild>>
{
    string IShowsFamilyData<NumberedPage<RunnerChild>>.AuditAction => "read children";

    Guid? IShowsFamilyData<NumberedPage<RunnerChild>>.AuditSubject => UserId;

    int IShowsFamilyData<NumberedPage<RunnerChild>>.CountOthers(NumberedPage<RunnerChild> answer, Actor actor) =>
        answer.Items.Count(child => child.ParentId != actor.Id);

    bool IWithinScope.ShowsIdentities => true;

    static readonly SortColumns<RunnerChild> Columns = new()
    {
        ["birthday"] = row => row.Child.Birthday,
        ["pk"] = row => row.Child.Id,
    };

    internal sealed class Handler(IChsDb db, Access access)
        : IRequestHandler<ListChildrenForRunner, Outcome<NumberedPage<RunnerChild>>>
    {
        public async Task<Outcome<NumberedPage<RunnerChild>>> Handle(
            ListChildrenForRunner request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var children = db.WithParents(await db.VisibleChildrenAsync(access, cancellationToken), request.UserId);
            var ordered = request.Ordering is "birthday" or "-birthday" ? request.Ordering : null;
            return await Columns.Apply(children, ordered, "-birthday,pk").ToPageAsync(request.Page, cancellationToken);
        }
    }
}

/// <summary>A child as runners and scripts read it.</summary>
/// <param name="UserId">Only if it is this user's; null: whoever's.</param>
public sealed record ReadChildForRunner(Guid ChildId, Guid? UserId)
    : IQuery<RunnerChild>,
        IWithinScope,
        IShowsFamilyData<RunnerChild>
{
    string IShowsFamilyData<RunnerChild>.AuditAction => "read child";

    Guid? IShowsFamilyData<RunnerChild>.AuditSubject => ChildId;

    int IShowsFamilyData<RunnerChild>.CountOthers(RunnerChild answer, Actor actor) => answer.ParentId != actor.Id ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ReadChildForRunner, Outcome<RunnerChild>>
    {
        public async Task<Outcome<RunnerChild>> Handle(ReadChildForRunner request, CancellationToken cancellationToken)
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleChildrenAsync(access, cancellationToken);
            var child = await db.WithParents(visible.Where(c => c.Uuid == request.ChildId), request.UserId)
                .SingleOrDefaultAsync(cancellationToken);
            return child is null ? Error.NotFound("child") : child;
        }
    }
}

/// <summary>A child and its parent's uuid.</summary>
public sealed record RunnerChild
{
    public required Child Child { get; init; }
    public required Guid ParentId { get; init; }
}

static class RunnerChildren
{
    extension(IChsDb db)
    {
        public IQueryable<RunnerChild> WithParents(IQueryable<Child> children, Guid? parentId) =>
            from child in children.AsNoTracking()
            join parent in db.Users on child.UserId equals parent.Id
            where parentId == null || parent.Uuid == parentId
            select new RunnerChild { Child = child, ParentId = parent.Uuid };
    }
}
