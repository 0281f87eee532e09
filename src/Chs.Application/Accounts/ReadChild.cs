using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Returns one of the actor's children.</summary>
public sealed record ReadChild(Guid ChildId) : IQuery<ChildView>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current) : IRequestHandler<ReadChild, Outcome<ChildView>>
    {
        public async Task<Outcome<ChildView>> Handle(ReadChild request, CancellationToken cancellationToken)
        {
            var found = await db.FindOwnChildAsync(request.ChildId, current, cancellationToken);
            return found.Failed ? found.Error : ChildView.Of(found.Value);
        }
    }
}
