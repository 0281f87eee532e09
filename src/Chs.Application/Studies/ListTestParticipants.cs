using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists a study's test participants, youngest first. For whoever may preview the study.</summary>
public sealed record ListTestParticipants : PagedQuery, IQuery<Page<TestParticipantView>>
{
    public required Guid StudyId { get; init; }

    internal override bool Takes(Cursor after) => Handler.YoungestFirst.Takes(after);

    internal sealed class Validator : PagedValidator<ListTestParticipants>;

    internal sealed class Handler(IChsDb db, StudyFinder studies)
        : IRequestHandler<ListTestParticipants, Outcome<Page<TestParticipantView>>>
    {
        internal static readonly Keyset<Child> YoungestFirst = Keyset.By<Child>(
            c => c.Birthday,
            c => c.Id,
            isDescending: true
        );

        public async Task<Outcome<Page<TestParticipantView>>> Handle(
            ListTestParticipants request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;

            var study = found.Value.Id;
            var participants = db.Children.AsNoTracking().Where(c => c.TestOfStudyId == study && !c.IsDeleted);
            var total = await participants.CountIfAskedAsync(request, cancellationToken);
            var rows = await YoungestFirst.PageOf(participants, request).ToListAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                c => new Cursor(c.Birthday.ToString("O"), c.Id),
                TestParticipantView.Of
            );
        }
    }
}
