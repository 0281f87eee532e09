using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists users for v1 and v2, in the order of their keys.</summary>
public sealed record ListUsersForJsonApi(PageNumber Page)
    : IQuery<NumberedPage<JsonApiUser>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<JsonApiUser>>
{
    string IShowsFamilyData<NumberedPage<JsonApiUser>>.AuditAction => "read users";

    Guid? IShowsFamilyData<NumberedPage<JsonApiUser>>.AuditSubject => null;

    int IShowsFamilyData<NumberedPage<JsonApiUser>>.CountOthers(NumberedPage<JsonApiUser> answer, Actor actor) =>
        answer.Items.Count(user => user.Key != actor.Key);

    internal sealed class Handler(VisibleFamilies families, Actor actor)
        : IRequestHandler<ListUsersForJsonApi, Outcome<NumberedPage<JsonApiUser>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiUser>>> Handle(
            ListUsersForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await families.UsersAsync(cancellationToken);
            return await visible
                .AsNoTracking()
                .OrderBy(u => u.Id)
                .Select(JsonApiUser.Projection(actor.Rights.Has(SiteRight.ReadUsernames)))
                .ToPageAsync(request.Page, cancellationToken);
        }
    }
}
