using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Users as scripts list them, in the order of their keys.</summary>
public sealed record ListUsersForRunner(PageNumber Page)
    : IQuery<NumberedPage<RunnerUser>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<RunnerUser>>
{
    string IShowsFamilyData<NumberedPage<RunnerUser>>.AuditAction => "read users";

    Guid? IShowsFamilyData<NumberedPage<RunnerUser>>.AuditSubject => null;

    int IShowsFamilyData<NumberedPage<RunnerUser>>.CountOthers(NumberedPage<RunnerUser> answer, Actor actor) =>
        answer.Items.Count(user => user.User.Id != actor.Key);

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, Access access)
        : IRequestHandler<ListUsersForRunner, Outcome<NumberedPage<RunnerUser>>>
    {
        public async Task<Outcome<NumberedPage<RunnerUser>>> Handle(
            ListUsersForRunner request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var users = await db.VisibleUsersAsync(access, cancellationToken);
            var page = await users.AsNoTracking().OrderBy(u => u.Id).ToPageAsync(request.Page, cancellationToken);
            return page.Failed
                ? page.Error
                : new NumberedPage<RunnerUser>(
                    [.. page.Value.Items.Select(user => RunnerUser.Of(user, actor))],
                    page.Value.Count
                );
        }
    }
}

/// <summary>One user that the actor may see.</summary>
public sealed record ReadUserForRunner(Guid UserId) : IQuery<RunnerUser>, IWithinScope, IShowsFamilyData<RunnerUser>
{
    string IShowsFamilyData<RunnerUser>.AuditAction => "read user";

    Guid? IShowsFamilyData<RunnerUser>.AuditSubject => UserId;

    int IShowsFamilyData<RunnerUser>.CountOthers(RunnerUser answer, Actor actor) => answer.User.Id != actor.Key ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ReadUserForRunner, Outcome<RunnerUser>>
    {
        public async Task<Outcome<RunnerUser>> Handle(ReadUserForRunner request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await (await db.VisibleUsersAsync(access, cancellationToken))
                .AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            return user is null ? Error.NotFound("user") : RunnerUser.Of(user, actor);
        }
    }
}

/// <summary>A user as scripts see one.</summary>
/// <param name="ShowsEmail">Only to holders of a right of its own.</param>
/// <param name="Identicon">A picture as data URL.</param>
public sealed record RunnerUser(User User, bool ShowsEmail, string Identicon)
{
    internal static RunnerUser Of(User user, Actor actor) =>
        new(
            user,
            actor.Rights.Has(SiteRight.ReadUsernames),
            user.Identicon is { Length: > 0 } chosen ? chosen : Accounts.Identicon.Of(user.Uuid)
        );
}
