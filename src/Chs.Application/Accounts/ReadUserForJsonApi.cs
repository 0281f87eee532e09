using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns a user for v1 and v2.</summary>
public sealed record ReadUserForJsonApi(Guid UserId) : IQuery<JsonApiUser>, IWithinScope, IShowsFamilyData<JsonApiUser>
{
    string IShowsFamilyData<JsonApiUser>.AuditAction => "read user";

    Guid? IShowsFamilyData<JsonApiUser>.AuditSubject => UserId;

    int IShowsFamilyData<JsonApiUser>.CountOthers(JsonApiUser answer, Actor actor) =>
        answer.User.Id != actor.Key ? 1 : 0;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadUserForJsonApi, Outcome<JsonApiUser>>
    {
        public async Task<Outcome<JsonApiUser>> Handle(ReadUserForJsonApi request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var visible = await db.VisibleUsersAsync(access, cancellationToken);
            var user = await visible
                .AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            return user is null ? Error.NotFound("user") : JsonApiUser.Of(user, actor);
        }
    }
}
