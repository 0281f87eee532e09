using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads a study that takes families now, also one that isn't in lists. Open to everybody who has its link.</summary>
/// <remarks>Of one that did, and doesn't now, it tells that and whom families can ask.</remarks>
public sealed record ReadOpenStudy(Guid StudyId) : IQuery<OpenStudyView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(IChsDb db, StudyFinder finder)
        : IRequestHandler<ReadOpenStudy, Outcome<OpenStudyView>>
    {
        public async Task<Outcome<OpenStudyView>> Handle(ReadOpenStudy request, CancellationToken cancellationToken)
        {
            var studies = db.Studies.Where(s => s.Uuid == request.StudyId);
            var open = OpenStudyRow.Of(db, studies.Where(Study.IsStartable));
            if (await open.SingleOrDefaultAsync(cancellationToken) is not { } row)
                return await RefusalAsync(studies, cancellationToken);
            return new OpenStudyView
            {
                Summary = row.Item,
                ContactInfo = row.ContactInfo,
                IsPublic = row.IsPublic,
            };
        }

        /// <summary>Tells of studies that families knew; of others nobody learns whether they exist.</summary>
        async Task<Error> RefusalAsync(IQueryable<Study> studies, CancellationToken cancellationToken)
        {
            var study = await studies.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            return study is { HasStopped: true } or { State: StudyState.Active }
                ? await finder.NotActiveAsync(study, cancellationToken)
                : Error.NotFound("study");
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
