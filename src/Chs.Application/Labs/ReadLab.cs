using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Reads a lab.</summary>
public sealed record ReadLab(Guid LabId) : IQuery<LabView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(LabFinder labs) : IRequestHandler<ReadLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(ReadLab request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, cancellationToken);
            return found.Failed ? found.Error : LabView.Of(found.Value);
        }
    }
}
