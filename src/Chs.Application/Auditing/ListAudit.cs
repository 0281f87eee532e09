using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Auditing;

/// <summary>Lists who changed or read what, newest first.</summary>
/// <remarks>
/// Site reviewers see the whole log. Others must name a study as subject and need the right to manage its researchers.
/// </remarks>
public sealed record ListAudit : PagedQuery, IQuery<Page<AuditItem>>
{
    /// <summary>Only entries about this study, lab, child, response or account.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Only entries of this person.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Only entries at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only entries before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    internal sealed class Validator : PagedValidator<ListAudit>
    {
        public Validator() =>
            RuleFor(q => q.Before).GreaterThan(q => q.Since).When(q => q.Since is not null && q.Before is not null);
    }

    internal sealed class Handler(IChsDb db, StudyFinder studies, Actor actor)
        : IRequestHandler<ListAudit, Outcome<Page<AuditItem>>>
    {
        static readonly Keyset<AuditEntry> NewestFirst = Keyset.ByKey<AuditEntry>(e => e.Id, isDescending: true);

        public async Task<Outcome<Page<AuditItem>>> Handle(ListAudit request, CancellationToken cancellationToken)
        {
            if (await CheckAccessAsync(request.SubjectId, cancellationToken) is { } refused)
                return refused;
            var matching = Matching(request);
            var total = await matching.CountIfAskedAsync(request, cancellationToken);
            var rows = await NewestFirst.PageOf(matching, request).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Id), AuditItem.Of);
        }

        /// <returns>Null when the actor can see the entries about this subject.</returns>
        async Task<Error?> CheckAccessAsync(Guid? subject, CancellationToken cancellationToken)
        {
            if (actor.Rights.Has(StudyRight.Review))
                return null;
            if (subject is not { } id)
                return Error.Forbidden;
            // Entries outlive their study. When it is deleted nobody manages it, so only reviewers still see them.
            var found = await studies.FindAsync(id, StudyRight.ManageResearchers, cancellationToken);
            return found.Error;
        }

        IQueryable<AuditEntry> Matching(ListAudit request)
        {
            var entries = db.Audit.AsNoTracking();
            if (request.SubjectId is { } subject)
                entries = entries.Where(e => e.Subject == subject);
            if (request.ActorId is { } by)
                entries = entries.Where(e => e.Actor == by);
            if (request.Since is { } since)
                entries = entries.Where(e => e.At >= since);
            if (request.Before is { } before)
                entries = entries.Where(e => e.At < before);
            return entries;
        }
    }
}

/// <summary>An entry of the audit log.</summary>
/// <param name="At">When it happened.</param>
/// <param name="ActorId">Who did it; null: the program itself.</param>
/// <param name="Action">What happened.</param>
/// <param name="SubjectId">The study, lab, child, response or account that it is about.</param>
/// <param name="Details">Details such as ids and states, never data of families.</param>
/// <param name="ChainNumber">Number of the entry in the hash chain; null during the first few seconds.</param>
/// <param name="Digest">SHA-256 over the chain up to this entry, in hex.</param>
public sealed record AuditItem(
    DateTimeOffset At,
    Guid? ActorId,
    AuditAction Action,
    Guid? SubjectId,
    JsonElement Details,
    long? ChainNumber,
    string? Digest
)
{
    internal static AuditItem Of(AuditEntry entry) =>
        new(
            entry.At,
            entry.Actor,
            StoredWords.Read(entry.Action, AuditAction.Other),
            entry.Subject,
            JsonDocument.Parse(entry.Details).RootElement,
            entry.ChainNumber,
            entry.Digest is null ? null : Convert.ToHexStringLower(entry.Digest)
        );
}
