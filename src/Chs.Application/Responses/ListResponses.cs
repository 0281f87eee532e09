using System.Text.Json.Serialization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Lists the responses of a study, newest first, without names and without their data.</summary>
public sealed record ListResponses : PagedQuery, IQuery<Page<ResponseListItem>>, IWithinScope
{
    [JsonIgnore]
    public Guid StudyId { get; init; }

    /// <summary>
    /// Absent: lists consented responses that you may read. Given: lists responses with a completed consent frame and
    /// this newest ruling, and needs the right to judge consent.
    /// </summary>
    public Ruling? Consent { get; init; }

    internal sealed class Validator : PagedValidator<ListResponses>;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListResponses, Outcome<Page<ResponseListItem>>>
    {
        public async Task<Outcome<Page<ResponseListItem>>> Handle(
            ListResponses request,
            CancellationToken cancellationToken
        )
        {
            var found = request.Consent is null
                ? await db.ReadableResponsesAsync(request.StudyId, access, cancellationToken)
                : await db.ResponsesToRuleOnAsync(request.StudyId, access, cancellationToken);
            if (found.Failed)
                return found.Error;

            var (study, responses) = found.Value;
            if (request.Consent is { } ruling)
                responses = responses.Where(r => r.CompletedConsentFrame && r.Ruling == ruling);
            if (request.After is { } after)
                responses = responses.Where(r => r.Id < after.Key);

            var rows = await (
                from response in responses.AsNoTracking()
                join child in db.Children on response.ChildId equals child.Id
                join parent in db.Users on response.ParticipantId equals parent.Id
                orderby response.Id descending
                select new
                {
                    response,
                    ChildId = child.Uuid,
                    ParentId = parent.Uuid,
                }
            )
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.response.Id),
                row => ResponseListItem.Of(row.response, study, row.ChildId, row.ParentId)
            );
        }
    }
}
