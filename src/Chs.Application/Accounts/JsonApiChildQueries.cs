using Chs.Application.Ports;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Reads children as v1 and v2 show them.</summary>
sealed class JsonApiChildQueries(IChsDb db, VisibleFamilies families)
{
    /// <summary>The children that the actor can see.</summary>
    /// <param name="parentId">Only this user's; null: everybody's.</param>
    public async Task<IQueryable<JsonApiChild>> VisibleAsync(Guid? parentId, CancellationToken cancellationToken)
    {
        var children = await families.ChildrenAsync(cancellationToken);
        return from child in children.AsNoTracking()
            join parent in db.Users on child.UserId equals parent.Id
            where parentId == null || parent.Uuid == parentId
            select new JsonApiChild
            {
                Id = child.Uuid,
                Key = child.Id,
                ParentId = parent.Uuid,
                GivenName = child.GivenName,
                Birthday = child.Birthday,
                Gender = child.Gender,
                GestationalAge = child.GestationalAge,
                AdditionalInformation = child.AdditionalInformation,
                Languages = child.Languages,
                Conditions = child.Conditions,
                IsDeleted = child.IsDeleted,
                FormerLookitProfileId = child.FormerLookitProfileId,
            };
    }
}
