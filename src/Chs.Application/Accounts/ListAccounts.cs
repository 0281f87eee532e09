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

/// <summary>Accounts of the whole site, newest first. Needs the site right to view users; leaves a line in the audit log.</summary>
public sealed record ListAccounts : PagedQuery, IQuery<Page<AccountListItem>>, IAudited
{
    /// <summary>Words that must all be in the e-mail address, a name or the id, such as <c>ada</c>.</summary>
    public string? Match { get; init; }

    /// <summary>Only researchers, or only others.</summary>
    public bool? Researcher { get; init; }

    /// <summary>Only accounts that can be used, or only others.</summary>
    public bool? Active { get; init; }

    /// <summary>Only spam, or only others.</summary>
    public bool? Spam { get; init; }

    /// <summary>Only accounts with a second factor, or only others.</summary>
    public bool? SecondFactor { get; init; }

    string IAudited.AuditAction => "list accounts";

    Guid? IAudited.AuditSubject => null;

    internal sealed class Validator : PagedValidator<ListAccounts>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListAccounts, Outcome<Page<AccountListItem>>>
    {
        public async Task<Outcome<Page<AccountListItem>>> Handle(
            ListAccounts request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(SiteRight.ViewUsers))
                return Error.Forbidden;
            var users = db.Users.AsNoTracking();
            foreach (var word in TextRules.SearchTerms(request.Match))
            {
                var id = Guid.TryParse(word, out var uuid) ? uuid : (Guid?)null;
                users = users.Where(u =>
                    u.Email.Contains(word)
                    || u.GivenName.ToLower().Contains(word)
                    || u.FamilyName.ToLower().Contains(word)
                    || u.Nickname.ToLower().Contains(word)
                    || u.Uuid == id
                );
            }

            if (request.Researcher is { } researcher)
                users = users.Where(u => u.IsResearcher == researcher);
            if (request.Active is { } active)
                users = users.Where(u => u.IsActive == active);
            if (request.Spam is { } spam)
                users = users.Where(u => u.IsSpam == spam);
            if (request.SecondFactor is { } factor)
                users = users.Where(u => db.SecondFactors.Any(f => f.UserId == u.Id && f.IsActivated) == factor);
            var before = request.After?.Key ?? long.MaxValue;
            var rows = await users
                .Where(u => u.Id < before)
                .OrderByDescending(u => u.Id)
                .Take(request.Limit + 1)
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
            return Page.Create(rows, request.Limit, row => new Cursor("", row.Id), row => row.Item);
        }
    }
}

/// <summary>An account in the staff's list.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">The log-in name.</param>
/// <param name="GivenName">Of the person.</param>
/// <param name="FamilyName">Of the person.</param>
/// <param name="Nickname">What the person wants to be called; empty: the names.</param>
/// <param name="IsResearcher">Whether studies may be made with it.</param>
/// <param name="IsStaff">Whether it belongs to the site's team.</param>
/// <param name="IsActive">Whether it can be used.</param>
/// <param name="IsSpam">Whether staff found that it isn't a person's.</param>
/// <param name="IsEmailConfirmed">Whether mail to the address arrives.</param>
/// <param name="HasSecondFactor">Whether log-ins need a code.</param>
/// <param name="CreatedAt">Since when it is there.</param>
public sealed record AccountListItem(
    Guid Id,
    string Email,
    string GivenName,
    string FamilyName,
    string Nickname,
    bool IsResearcher,
    bool IsStaff,
    bool IsActive,
    bool IsSpam,
    bool IsEmailConfirmed,
    bool HasSecondFactor,
    DateTimeOffset CreatedAt
);
