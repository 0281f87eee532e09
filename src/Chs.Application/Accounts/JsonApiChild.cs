using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>A child with its parent's uuid, as v1 and v2 show it.</summary>
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
