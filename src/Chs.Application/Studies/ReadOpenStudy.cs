using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads a study that takes families now, also one that isn't in lists. Open to everybody who has its link.</summary>
public sealed record ReadOpenStudy(Guid StudyId) : IQuery<OpenStudyView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(IChsDb db) : IRequestHandler<ReadOpenStudy, Outcome<OpenStudyView>>
    {
        public async Task<Outcome<OpenStudyView>> Handle(ReadOpenStudy request, CancellationToken cancellationToken)
        {
            var studies = db.Studies.Where(s => s.Uuid == request.StudyId && s.State == StudyState.Active);
            if (await OpenStudyRow.Of(db, studies).SingleOrDefaultAsync(cancellationToken) is not { } row)
                return Error.NotFound("study");
            return new OpenStudyView
            {
                Summary = row.Item,
                ContactInfo = row.ContactInfo,
                IsPublic = row.IsPublic,
            };
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
