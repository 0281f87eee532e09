using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Reads a lab.</summary>
public sealed record ReadLab(Guid LabId) : IQuery<LabView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(LabFinder labs, ICurrentActor current) : IRequestHandler<ReadLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(ReadLab request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, cancellationToken);
            if (found.Failed)
                return found.Error;
            // What needs a right on a lab isn't open to tokens with a scope, so they aren't offered it.
            var isScoped = current.Actor?.Scope is not null;
            return LabView.Of(isScoped ? found.Value with { Rights = LabRight.None } : found.Value);
        }
    }
}
