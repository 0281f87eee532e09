using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Lists the rulings on the consent of a response, newest first. Needs the right to read the response's data or to rule on
/// its consent. Leaves an entry in the audit log, because the comments may be about the family.
/// </summary>
public sealed record ListConsentRulings : PagedQuery, IQuery<Page<ConsentRulingItem>>, IAudited, IWithinScope
{
    public required Guid StudyId { get; init; }
    public required Guid ResponseId { get; init; }

    string IAudited.AuditAction => "read consent rulings";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Validator : PagedValidator<ListConsentRulings>;

    internal sealed class Handler(IChsDb db, ResponseFinder finder)
        : IRequestHandler<ListConsentRulings, Outcome<Page<ConsentRulingItem>>>
    {
        static readonly Keyset<ConsentRuling> NewestFirst = Keyset.ByKey<ConsentRuling>(r => r.Id, isDescending: true);

        public async Task<Outcome<Page<ConsentRulingItem>>> Handle(
            ListConsentRulings request,
            CancellationToken cancellationToken
        )
        {
            var found = await finder.FindShownAsync(request.StudyId, request.ResponseId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var rulings = db.ConsentRulings.AsNoTracking().Where(r => r.ResponseId == found.Value.Key);
            var total = await rulings.CountIfAskedAsync(request, cancellationToken);
            var rows = await (
                from ruling in NewestFirst.PageOf(rulings, request)
                join user in db.Users on ruling.ArbiterId equals (long?)user.Id into users
                from arbiter in users.DefaultIfEmpty()
                select new
                {
                    ruling.Id,
                    Item = new ConsentRulingItem
                    {
                        Id = ruling.Uuid,
                        Ruling = ruling.Ruling,
                        Comment = ruling.Comment,
                        Arbiter =
                            arbiter == null
                                ? null
                                : Reference.OfAccount(arbiter.Uuid, arbiter.GivenName, arbiter.FamilyName),
                        CreatedAt = ruling.CreatedAt,
                    },
                }
            ).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Id), row => row.Item);
        }
    }
}

/// <summary>A ruling on the consent of a response. The newest one applies.</summary>
public sealed record ConsentRulingItem
{
    public required Guid Id { get; init; }
    public required Ruling Ruling { get; init; }

    /// <summary>What the arbiter wrote, in plain text; empty for none.</summary>
    /// <example>The parent says the whole sentence.</example>
    public required string Comment { get; init; }

    /// <summary>Who ruled; null when the account has been deleted.</summary>
    public required Reference? Arbiter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
