using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Who belongs to a lab, and who asked to, by family name. Needs the right to list its researchers.</summary>
public sealed record ListLabMembers : PagedQuery, IQuery<Page<LabMemberItem>>
{
    public required Guid LabId { get; init; }

    /// <summary>Words that must all be in a name; case doesn't matter.</summary>
    public string? Match { get; init; }

    internal sealed class Validator : PagedValidator<ListLabMembers>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListLabMembers, Outcome<Page<LabMemberItem>>>
    {
        public async Task<Outcome<Page<LabMemberItem>>> Handle(
            ListLabMembers request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!found.Value.Allows(LabRight.ListResearchers))
                return Error.Forbidden;
            var lab = found.Value.Lab.Id;

            var people = db
                .Users.AsNoTracking()
                .Where(u =>
                    db.LabMemberships.Any(m => m.LabId == lab && m.UserId == u.Id)
                    || db.LabJoinRequests.Any(r => r.LabId == lab && r.UserId == u.Id)
                );
            foreach (var word in TextRules.SearchTerms(request.Match))
                people = people.Where(u =>
                    u.GivenName.ToLower().Contains(word)
                    || u.FamilyName.ToLower().Contains(word)
                    || u.Nickname.ToLower().Contains(word)
                );
            if (request.After is { } after)
                people = people.Where(u =>
                    string.Compare(u.FamilyName, after.Text) > 0 || (u.FamilyName == after.Text && u.Id > after.Key)
                );
            var rows = await people
                .OrderBy(u => u.FamilyName)
                .ThenBy(u => u.Id)
                .Take(request.Limit + 1)
                .Select(u => new
                {
                    u.Id,
                    u.FamilyName,
                    Item = new LabMemberItem(
                        u.Uuid,
                        u.GivenName,
                        u.FamilyName,
                        u.IsActive,
                        db.LabMemberships.Where(m => m.LabId == lab && m.UserId == u.Id).Max(m => (LabRole?)m.Role),
                        db.LabJoinRequests.Any(r => r.LabId == lab && r.UserId == u.Id)
                    ),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor(row.FamilyName, row.Id), row => row.Item);
        }
    }
}

/// <summary>Somebody in a lab, or who wants to be.</summary>
/// <param name="UserId">The person.</param>
/// <param name="GivenName">Of the person.</param>
/// <param name="FamilyName">Of the person.</param>
/// <param name="IsActive">Whether the person can log in.</param>
/// <param name="Role">The highest role; null: none yet.</param>
/// <param name="HasAsked">Whether the person asked to join.</param>
public sealed record LabMemberItem(
    Guid UserId,
    string GivenName,
    string FamilyName,
    bool IsActive,
    LabRole? Role,
    bool HasAsked
);
