using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Hides a child from its parent. The data of past sessions stay.</summary>
public sealed record DeleteChild(Guid ChildId, int? IfVersion) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current) : IRequestHandler<DeleteChild, Outcome>
    {
        public async Task<Outcome> Handle(DeleteChild request, CancellationToken cancellationToken)
        {
            var found = await db.FindOwnChildAsync(request.ChildId, current, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (request.IfVersion is { } expected && expected != found.Value.Version)
                return Error.Stale;
            found.Value.Delete();
            return Outcome.Ok;
        }
    }
}
