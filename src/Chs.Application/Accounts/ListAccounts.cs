using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the site's accounts, newest first.</summary>
/// <remarks>Needs the site right to view users. Each use is written to the audit log.</remarks>
public sealed record ListAccounts : PagedQuery, IQuery<Page<AccountListItem>>, IAudited
{
    /// <summary>Only these accounts, at most 100.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Words that must all occur in the e-mail address, a name or the id, such as <c>ada</c>.</summary>
    public string? Match { get; init; }

    /// <summary>True: only researchers; false: only people who aren't researchers.</summary>
    public bool? IsResearcher { get; init; }

    /// <summary>True: only accounts that can be used; false: only accounts that can't.</summary>
    public bool? IsActive { get; init; }

    /// <summary>True: only spam; false: only accounts that aren't spam.</summary>
    public bool? IsSpam { get; init; }

    /// <summary>True: only accounts with a second factor; false: only accounts without one.</summary>
    public bool? HasSecondFactor { get; init; }

    string IAudited.AuditAction => "list accounts";

    IEnumerable<Guid?> IAudited.AuditSubjects => [null];

    internal sealed class Validator : PagedValidator<ListAccounts>
    {
        public Validator()
        {
            RuleFor(q => q.Ids).MustHoldAtMost(Page.MaximumLimit);
            RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
        }
    }

    internal sealed class Handler(IChsDb db, Actor actor)
        : IRequestHandler<ListAccounts, Outcome<Page<AccountListItem>>>
    {
        static readonly Keyset<User> NewestFirst = Keyset.ByKey<User>(u => u.Id, isDescending: true);

        public async Task<Outcome<Page<AccountListItem>>> Handle(
            ListAccounts request,
            CancellationToken cancellationToken
        )
        {
            if (!actor.Rights.Has(SiteRight.ViewUsers))
                return Error.Forbidden;
            var matching = Matching(request);
            var total = await matching.CountIfAskedAsync(request, cancellationToken);
            var rows = await NewestFirst
                .PageOf(matching, request)
                .Select(u => new
                {
                    u.Id,
                    Item = new AccountListItem(
                        u.Uuid,
                        u.Email,
                        u.GivenName,
                        u.FamilyName,
                        u.Nickname,
                        u.IsResearcher,
                        u.IsStaff || u.IsSuperuser,
                        u.IsActive,
                        u.IsSpam,
                        u.EmailConfirmedAt != null,
                        db.SecondFactors.Any(f => f.UserId == u.Id && f.IsActivated),
                        u.CreatedAt
                    ),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Id), row => row.Item);
        }

        IQueryable<User> Matching(ListAccounts request)
        {
            var users = WithTerms(db.Users.AsNoTracking(), request.Match);
            if (request.Ids is { Count: > 0 } ids)
                users = users.Where(u => ids.Contains(u.Uuid));
            if (request.IsResearcher is { } isResearcher)
                users = users.Where(u => u.IsResearcher == isResearcher);
            if (request.IsActive is { } isActive)
                users = users.Where(u => u.IsActive == isActive);
            if (request.IsSpam is { } isSpam)
                users = users.Where(u => u.IsSpam == isSpam);
            if (request.HasSecondFactor is { } hasFactor)
                users = users.Where(u => db.SecondFactors.Any(f => f.UserId == u.Id && f.IsActivated) == hasFactor);
            return users;
        }

        static IQueryable<User> WithTerms(IQueryable<User> users, string? match)
        {
            foreach (var term in TextRules.SearchTerms(match))
            {
                var id = Guid.TryParse(term, out var uuid) ? uuid : (Guid?)null;
                users = users.Where(u =>
                    u.Email.Contains(term)
                    || u.GivenName.ToLower().Contains(term)
                    || u.FamilyName.ToLower().Contains(term)
                    || u.Nickname.ToLower().Contains(term)
                    || u.Uuid == id
                );
            }

            return users;
        }
    }
}
