using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns a child for v1 and v2.</summary>
/// <param name="UserId">The child must be this user's; null: anybody's.</param>
public sealed record ReadChildForJsonApi(Guid ChildId, Guid? UserId)
    : IQuery<JsonApiChild>,
        IWithinScope,
        IShowsFamilyData<JsonApiChild>,
        IWithinPlay,
        IOpenToFamilies
{
    string IShowsFamilyData<JsonApiChild>.AuditAction => "read child";

    Guid? IShowsFamilyData<JsonApiChild>.AuditSubject => ChildId;

    int IShowsFamilyData<JsonApiChild>.CountOthers(JsonApiChild answer, Actor actor) =>
        answer.ParentId != actor.Id ? 1 : 0;

    internal sealed class Handler(JsonApiChildQueries children)
        : IRequestHandler<ReadChildForJsonApi, Outcome<JsonApiChild>>
    {
        public async Task<Outcome<JsonApiChild>> Handle(
            ReadChildForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await children.VisibleAsync(request.UserId, cancellationToken);
            var child = await visible.SingleOrDefaultAsync(c => c.Id == request.ChildId, cancellationToken);
            return child is null ? Error.NotFound("child") : child;
        }
    }
}
