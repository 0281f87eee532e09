using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads a study that takes families now, also one that isn't in lists. Open to everybody who has its link.</summary>
/// <remarks>Of one that did, and doesn't now, it tells that and whom families can ask.</remarks>
public sealed record ReadOpenStudy(Guid StudyId) : IQuery<OpenStudyView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(OpenStudyRows rows) : IRequestHandler<ReadOpenStudy, Outcome<OpenStudyView>>
    {
        public async Task<Outcome<OpenStudyView>> Handle(ReadOpenStudy request, CancellationToken cancellationToken)
        {
            var found = await rows.FindAsync(request.StudyId, cancellationToken);
            return found.Failed ? found.Error : found.Value.ToView();
        }
    }
}

/// <summary>A study as families see it on its page.</summary>
public sealed record OpenStudyView
{
    public required OpenStudyListItem Summary { get; init; }

    /// <summary>Whom families ask, in words.</summary>
    public required string ContactInfo { get; init; }

    /// <summary>Whether it is in lists; otherwise families have its link from the researchers.</summary>
    public required bool IsPublic { get; init; }
}
