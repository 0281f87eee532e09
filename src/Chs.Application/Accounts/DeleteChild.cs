using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Hides a child from its parent. The data of past sessions stay.</summary>
public sealed record DeleteChild(Guid ChildId, ExpectedVersions? IfVersion) : ICommand, IOpenToFamilies
{
    internal sealed class Handler(ChildFinder children) : IRequestHandler<DeleteChild, Outcome>
    {
        public async Task<Outcome> Handle(DeleteChild request, CancellationToken cancellationToken)
        {
            var found = await children.FindOwnAsync(request.ChildId, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            found.Value.Delete();
            return Outcome.Ok;
        }
    }
}
