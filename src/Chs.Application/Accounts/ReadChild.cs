using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Returns one of the actor's children.</summary>
public sealed record ReadChild(Guid ChildId) : IQuery<ChildView>, IOpenToFamilies
{
    internal sealed class Handler(ChildFinder children) : IRequestHandler<ReadChild, Outcome<ChildView>>
    {
        public async Task<Outcome<ChildView>> Handle(ReadChild request, CancellationToken cancellationToken)
        {
            var found = await children.FindOwnAsync(request.ChildId, cancellationToken);
            return found.Failed ? found.Error : ChildView.Of(found.Value);
        }
    }
}
