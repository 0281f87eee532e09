using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Lists the responses of a study, newest first, without names and without their data.</summary>
/// <remarks>Leaves an entry in the audit log.</remarks>
public sealed record ListResponses : PagedQuery, IQuery<Page<ResponseListItem>>, IAudited, IWithinScope
{
    public required Guid StudyId { get; init; }

    string IAudited.AuditAction => "read responses";

    IEnumerable<Guid?> IAudited.AuditSubjects => [StudyId];

    /// <remarks>The ids of families mean nothing outside of the study.</remarks>
    bool IShowsIdentities.ShowsIdentities => false;

    /// <summary>
    /// Absent: lists consented responses that you may read. Given: lists responses with a completed consent frame and
    /// this newest ruling, and needs the right to judge consent.
    /// </summary>
    public Ruling? Consent { get; init; }

    /// <summary>Only these responses, at most 100.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Which responses.</summary>
    public ResponseFilter Filter { get; init; } = new();

    internal sealed class Validator : PagedValidator<ListResponses>
    {
        public Validator() => RuleFor(q => q.Ids).MustHoldAtMost(Page.MaximumLimit);
    }

    internal sealed class Handler(IChsDb db, ResponseFinder finder)
        : IRequestHandler<ListResponses, Outcome<Page<ResponseListItem>>>
    {
        static readonly Keyset<Response> NewestFirst = Keyset.ByKey<Response>(r => r.Id, isDescending: true);

        public async Task<Outcome<Page<ResponseListItem>>> Handle(
            ListResponses request,
            CancellationToken cancellationToken
        )
        {
            var found = request.Consent is null
                ? await finder.FindReadableAsync(request.StudyId, request.Filter.IsPreview, cancellationToken)
                : await finder.FindToRuleOnAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;

            var (study, responses) = found.Value;
            if (request.Consent is { } ruling)
                responses = responses.Where(r => r.CompletedConsentFrame && r.Ruling == ruling);
            if (request.Ids is { Count: > 0 } ids)
                responses = responses.Where(r => ids.Contains(r.Uuid));
            // Last, because people are looked for among the responses that are listed.
            var among = new ResponsesOfStudy(study, responses);
            responses = await request.Filter.ApplyAsync(db, among, cancellationToken);

            var total = await responses.CountIfAskedAsync(request, cancellationToken);
            var page = NewestFirst.PageOf(responses, request);
            var rows = await finder.RowsOf(page).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Key), row => row.ToItem(study));
        }
    }
}
