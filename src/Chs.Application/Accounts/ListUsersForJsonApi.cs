using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
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
        answer.Items.Count(user => user.User.Id != actor.Key);

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListUsersForJsonApi, Outcome<NumberedPage<JsonApiUser>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiUser>>> Handle(
            ListUsersForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var users = await db.VisibleUsersAsync(access, cancellationToken);
            var page = await users.AsNoTracking().OrderBy(u => u.Id).ToPageAsync(request.Page, cancellationToken);
            if (page.Failed)
                return page.Error;
            return new NumberedPage<JsonApiUser>(
                [.. page.Value.Items.Select(user => JsonApiUser.Of(user, actor))],
                page.Value.Count
            );
        }
    }
}
