using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Lists children for v1 and v2, youngest first unless another order is requested.</summary>
/// <param name="UserId">Only this user's children; null: all that the actor can see.</param>
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

    static readonly SortColumns<JsonApiChild> Columns = new()
    {
        ["birthday"] = child => child.Birthday,
        ["pk"] = child => child.Key,
    };

    internal sealed class Handler(JsonApiChildQueries children)
        : IRequestHandler<ListChildrenForJsonApi, Outcome<NumberedPage<JsonApiChild>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiChild>>> Handle(
            ListChildrenForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await children.VisibleAsync(request.UserId, cancellationToken);
            var ordered = request.Ordering is "birthday" or "-birthday" ? request.Ordering : null;
            return await Columns.Apply(visible, ordered, "-birthday,pk").ToPageAsync(request.Page, cancellationToken);
        }
    }
}
