using System.Text.Json.Serialization;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
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

    internal sealed class Handler(ResponseFinder finder)
        : IRequestHandler<ListResponses, Outcome<Page<ResponseListItem>>>
    {
        public async Task<Outcome<Page<ResponseListItem>>> Handle(
            ListResponses request,
            CancellationToken cancellationToken
        )
        {
            var found = request.Consent is null
                ? await finder.FindReadableAsync(request.StudyId, cancellationToken)
                : await finder.FindToRuleOnAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;

            var (study, responses) = found.Value;
            if (request.Consent is { } ruling)
                responses = responses.Where(r => r.CompletedConsentFrame && r.Ruling == ruling);
            if (request.After is { } after)
                responses = responses.Where(r => r.Id < after.Key);

            var rows = await finder.RowsOf(responses).Take(request.Limit + 1).ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor("", row.Key), row => row.ToItem(study));
        }
    }
}
