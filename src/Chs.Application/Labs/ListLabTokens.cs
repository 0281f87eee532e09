using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Lists a lab's keys for scripts, oldest first, without their secrets. For who manages the lab's researchers.</summary>
public sealed record ListLabTokens : PagedQuery, IQuery<Page<LabTokenItem>>
{
    public required Guid LabId { get; init; }

    internal sealed class Validator : PagedValidator<ListLabTokens>;

    internal sealed class Handler(IChsDb db, LabFinder labs, AccountRules rules)
        : IRequestHandler<ListLabTokens, Outcome<Page<LabTokenItem>>>
    {
        static readonly Keyset<LabToken> OldestFirst = Keyset.ByKey<LabToken>(t => t.Id, isDescending: false);

        public async Task<Outcome<Page<LabTokenItem>>> Handle(
            ListLabTokens request,
            CancellationToken cancellationToken
        )
        {
            var found = await labs.FindAsync(request.LabId, LabRight.ManageResearchers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab.Id;
            var tokens = db.LabTokens.AsNoTracking().Where(t => t.LabId == lab);
            var total = await tokens.CountIfAskedAsync(request, cancellationToken);
            var rows = await OldestFirst.PageOf(tokens, request).ToListAsync(cancellationToken);
            long?[] people = [.. rows.SelectMany(t => new[] { t.MakerId, t.KeeperId }).Distinct()];
            var names = await db
                .Users.Where(u => people.Contains(u.Id))
                .ToDictionaryAsync(
                    u => u.Id,
                    u => Reference.OfAccount(u.Uuid, u.GivenName, u.FamilyName),
                    cancellationToken
                );
            long[] listed = [.. rows.Select(t => t.Id)];
            var kept = await db
                .LabTokens.WithKeeper(db)
                .Where(t => listed.Contains(t.Id))
                .Select(t => t.Id)
                .ToHashSetAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                t => new Cursor("", t.Id),
                t =>
                    LabTokenItem.Of(
                        t,
                        names.GetValueOrDefault(t.MakerId ?? 0),
                        names.GetValueOrDefault(t.KeeperId ?? 0),
                        needsConfirmation: !kept.Contains(t.Id) || rules.LacksSecondFactor(t)
                    )
            );
        }
    }
}

/// <summary>A key of a lab without its secret.</summary>
/// <param name="Id">The key, by which the audit log names it, too.</param>
/// <param name="Label">What it is for, in its maker's words.</param>
/// <param name="Role">What it may do in the lab's studies.</param>
/// <param name="StudyRole">What it may do, beside that, in the studies that it is for; null: nothing.</param>
/// <param name="IsReadOnly">Whether it can't change anything.</param>
/// <param name="IsDeidentified">Whether it can't see data that could identify a family.</param>
/// <param name="Studies">The only studies that it is for; empty: all of the lab's.</param>
/// <param name="HasSecondFactor">Whether it was made, or last confirmed, in a log-in with a second factor.</param>
/// <param name="MadeBy">Who made it; null: their account was deleted.</param>
/// <param name="KeptBy">Who answers for it, at first its maker; null: their account was deleted.</param>
/// <param name="NeedsConfirmation">
/// Whether it opens nothing before <c>confirmLabToken</c>: who keeps it can't log in or doesn't manage the lab's
/// researchers any more, or the site demands a second factor and the key has none.
/// </param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it expires; null: it is valid until it is revoked.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
public sealed record LabTokenItem(
    Guid Id,
    string Label,
    LabRole Role,
    StudyRole? StudyRole,
    bool IsReadOnly,
    bool IsDeidentified,
    IReadOnlyList<Guid> Studies,
    bool HasSecondFactor,
    Reference? MadeBy,
    Reference? KeptBy,
    bool NeedsConfirmation,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
)
{
    internal static LabTokenItem Of(LabToken token, Reference? madeBy, Reference? keptBy, bool needsConfirmation) =>
        new(
            token.Uuid,
            token.Label,
            token.Role,
            token.StudyRole,
            token.IsReadOnly,
            token.IsDeidentified,
            token.Scope.Studies,
            token.IsTwoFactor,
            madeBy,
            keptBy,
            needsConfirmation,
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt
        );
}
