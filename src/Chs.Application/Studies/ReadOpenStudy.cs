using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
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
            var more = await (
                from study in studies.AsNoTracking()
                join lab in db.Labs on study.LabId equals lab.Id
                select new
                {
                    study.Details.ContactInfo,
                    study.IsPublic,
                    study.Image,
                    Lab = new OpenStudyLab(lab.Uuid, lab.Name, lab.Institution, lab.Slug, lab.Website),
                }
            ).SingleAsync(cancellationToken);
            return new OpenStudyView
            {
                Summary = row.Item,
                ContactInfo = more.ContactInfo,
                IsPublic = more.IsPublic,
                Image = more.Image is null ? null : Media.AddressOf(more.Image),
                Lab = more.Lab,
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

    /// <summary>Path of the picture on this host, such as <c>/media/…</c>; null: none.</summary>
    public required string? Image { get; init; }

    public required OpenStudyLab Lab { get; init; }
}

/// <summary>Who does the study.</summary>
/// <param name="Id">The lab.</param>
/// <param name="Name">Its name.</param>
/// <param name="Institution">The institution that it belongs to.</param>
/// <param name="Slug">Its name in addresses; null: none.</param>
/// <param name="Website">Address of its own pages; empty: none.</param>
public sealed record OpenStudyLab(Guid Id, string Name, string Institution, string? Slug, string Website);
