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

/// <summary>Users as scripts list them, in the order of their keys.</summary>
public sealed record ListUsersForJsonApi(PageNumber Page)
    : IQuery<NumberedPage<JsonApiUser>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<JsonApiUser>>
{
    string IShowsFamilyData<NumberedPage<JsonApiUser>>.AuditAction => "read users";

    Guid? IShowsFamilyData<NumberedPage<JsonApiUser>>.AuditSubject => null;

    int IShowsFamilyData<NumberedPage<JsonApiUser>>.CountOthers(NumberedPage<JsonApiUser> answer, Actor actor) =>
        answer.Items.Count(user => user.User.Id != actor.Key);

    bool IWithinScope.ShowsIdentities => true;

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
            return page.Failed
                ? page.Error
                : new NumberedPage<JsonApiUser>(
                    [.. page.Value.Items.Select(user => JsonApiUser.Of(user, actor))],
                    page.Value.Count
                );
        }
    }
}

/// <summary>One user that the actor may see.</summary>
public sealed record ReadUserForJsonApi(Guid UserId) : IQuery<JsonApiUser>, IWithinScope, IShowsFamilyData<JsonApiUser>
{
    string IShowsFamilyData<JsonApiUser>.AuditAction => "read user";

    Guid? IShowsFamilyData<JsonApiUser>.AuditSubject => UserId;

    int IShowsFamilyData<JsonApiUser>.CountOthers(JsonApiUser answer, Actor actor) =>
        answer.User.Id != actor.Key ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadUserForJsonApi, Outcome<JsonApiUser>>
    {
        public async Task<Outcome<JsonApiUser>> Handle(ReadUserForJsonApi request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await (await db.VisibleUsersAsync(access, cancellationToken))
                .AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            return user is null ? Error.NotFound("user") : JsonApiUser.Of(user, actor);
        }
    }
}

/// <summary>A user as scripts see one.</summary>
/// <param name="ShowsEmail">Only to holders of a right of its own.</param>
/// <param name="Identicon">A picture as data URL.</param>
public sealed record JsonApiUser(User User, bool ShowsEmail, string Identicon)
{
    internal static JsonApiUser Of(User user, Actor actor) =>
        new(
            user,
            actor.Rights.Has(SiteRight.ReadUsernames),
            user.Identicon is { Length: > 0 } chosen ? chosen : Accounts.Identicon.Of(user.Uuid)
        );
}
