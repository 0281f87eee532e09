using Chs.Application.Access;
using Chs.Application.Paging;
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
public sealed record ListChildrenForJsonApi(PageNumber Page, Guid? UserId, string? Ordering)
    : IQuery<NumberedPage<JsonApiChild>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<JsonApiChild>>
{
    string IShowsFamilyData<NumberedPage<JsonApiChild>>.AuditAction => "read children";

    Guid? IShowsFamilyData<NumberedPage<JsonApiChild>>.AuditSubject => UserId;

    int IShowsFamilyData<NumberedPage<JsonApiChild>>.CountOthers(NumberedPage<JsonApiChild> answer, Actor actor) =>
        answer.Items.Count(child => child.ParentId != actor.Id);

    bool IWithinScope.ShowsIdentities => true;

    static readonly SortColumns<JsonApiChild> Columns = new()
    {
        ["birthday"] = row => row.Child.Birthday,
        ["pk"] = row => row.Child.Id,
    };

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListChildrenForJsonApi, Outcome<NumberedPage<JsonApiChild>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiChild>>> Handle(
            ListChildrenForJsonApi request,
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
public sealed record ReadChildForJsonApi(Guid ChildId, Guid? UserId)
    : IQuery<JsonApiChild>,
        IWithinScope,
        IShowsFamilyData<JsonApiChild>
{
    string IShowsFamilyData<JsonApiChild>.AuditAction => "read child";

    Guid? IShowsFamilyData<JsonApiChild>.AuditSubject => ChildId;

    int IShowsFamilyData<JsonApiChild>.CountOthers(JsonApiChild answer, Actor actor) =>
        answer.ParentId != actor.Id ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadChildForJsonApi, Outcome<JsonApiChild>>
    {
        public async Task<Outcome<JsonApiChild>> Handle(
            ReadChildForJsonApi request,
            CancellationToken cancellationToken
        )
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
public sealed record JsonApiChild
{
    public required Child Child { get; init; }
    public required Guid ParentId { get; init; }
}

static class JsonApiChildren
{
    extension(IChsDb db)
    {
        public IQueryable<JsonApiChild> WithParents(IQueryable<Child> children, Guid? parentId) =>
            from child in children.AsNoTracking()
            join parent in db.Users on child.UserId equals parent.Id
            where parentId == null || parent.Uuid == parentId
            select new JsonApiChild { Child = child, ParentId = parent.Uuid };
    }
}
