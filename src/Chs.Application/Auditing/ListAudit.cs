using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Auditing;

/// <summary>Who did or read what, newest first. Site reviewers ask about everything, whoever manages a study's researchers about that study.</summary>
public sealed record ListAudit : PagedQuery, IQuery<Page<AuditItem>>
{
    /// <summary>Only about this study, lab, child, response or account.</summary>
    public Guid? Subject { get; init; }

    /// <summary>Only by this person.</summary>
    public Guid? Actor { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    internal sealed class Validator : PagedValidator<ListAudit>
    {
        public Validator() =>
            RuleFor(q => q.To).GreaterThan(q => q.From).When(q => q.From is not null && q.To is not null);
    }

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListAudit, Outcome<Page<AuditItem>>>
    {
        public async Task<Outcome<Page<AuditItem>>> Handle(ListAudit request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(StudyRight.Review))
            {
                // Others ask about one of their studies. The study's id stays in the log when the study is gone, but then nobody manages it.
                if (request.Subject is not { } id)
                    return Error.Forbidden;
                var found = await db.FindStudyAsync(id, StudyRight.ManageResearchers, access, cancellationToken);
                if (found.Failed)
                    return found.Error;
            }

            var entries = db.Audit.AsNoTracking();
            if (request.Subject is { } subject)
                entries = entries.Where(e => e.Subject == subject);
            if (request.Actor is { } by)
                entries = entries.Where(e => e.Actor == by);
            if (request.From is { } from)
                entries = entries.Where(e => e.At >= from);
            if (request.To is { } to)
                entries = entries.Where(e => e.At < to);
            if (request.After is { } after)
                entries = entries.Where(e => e.Id < after.Key);
            var rows = await entries
                .OrderByDescending(e => e.Id)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.Id),
                row => new AuditItem(
                    row.At,
                    row.Actor,
                    row.Action,
                    row.Subject,
                    JsonDocument.Parse(row.Details).RootElement,
                    row.ChainNumber,
                    row.Digest is null ? null : Convert.ToHexStringLower(row.Digest)
                )
            );
        }
    }
}

/// <summary>A line of the audit log.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who; null: the program itself.</param>
/// <param name="Action">What, such as <c>study moved</c> or <c>export responses</c>.</param>
/// <param name="Subject">About which study, lab, child, response or account.</param>
/// <param name="Details">Particulars: ids and states, never data of families.</param>
/// <param name="ChainNumber">Place in the chain; null for a few seconds.</param>
/// <param name="Digest">Seal of the chain up to here, SHA-256 in hex.</param>
public sealed record AuditItem(
    DateTimeOffset At,
    Guid? Actor,
    string Action,
    Guid? Subject,
    JsonElement Details,
    long? ChainNumber,
    string? Digest
);
