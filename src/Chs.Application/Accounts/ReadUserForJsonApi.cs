using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns a user for v1 and v2.</summary>
public sealed record ReadUserForJsonApi(Guid UserId)
    : IQuery<JsonApiUser>,
        IWithinScope,
        IShowsFamilyData<JsonApiUser>,
        IOpenToFamilies
{
    string IShowsFamilyData<JsonApiUser>.AuditAction => "read user";

    Guid? IShowsFamilyData<JsonApiUser>.AuditSubject => UserId;

    int IShowsFamilyData<JsonApiUser>.CountOthers(JsonApiUser answer, Actor actor) => answer.Key != actor.Key ? 1 : 0;

    internal sealed class Handler(VisibleFamilies families, Actor actor)
        : IRequestHandler<ReadUserForJsonApi, Outcome<JsonApiUser>>
    {
        public async Task<Outcome<JsonApiUser>> Handle(ReadUserForJsonApi request, CancellationToken cancellationToken)
        {
            var visible = await families.UsersAsync(cancellationToken);
            var user = await visible
                .AsNoTracking()
                .Where(u => u.Uuid == request.UserId)
                .Select(JsonApiUser.Projection(actor.Rights.Has(SiteRight.ReadUsernames)))
                .SingleOrDefaultAsync(cancellationToken);
            return user is null ? Error.NotFound("user") : user;
        }
    }
}
