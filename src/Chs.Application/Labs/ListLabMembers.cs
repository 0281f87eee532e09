using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Lists the members of a lab and those who asked to join it, by family name. Needs the right to list its researchers.</summary>
public sealed record ListLabMembers : PagedQuery, IQuery<Page<LabMemberItem>>
{
    public required Guid LabId { get; init; }

    /// <summary>Words that must all be in a name; case doesn't matter.</summary>
    public string? Match { get; init; }

    internal sealed class Validator : PagedValidator<ListLabMembers>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
    }

    internal sealed class Handler(IChsDb db, LabFinder labs)
        : IRequestHandler<ListLabMembers, Outcome<Page<LabMemberItem>>>
    {
        static readonly Keyset<User> ByFamilyName = Keyset.By<User>(u => u.FamilyName, u => u.Id);

        public async Task<Outcome<Page<LabMemberItem>>> Handle(
            ListLabMembers request,
            CancellationToken cancellationToken
        )
        {
            var found = await labs.FindAsync(request.LabId, LabRight.ListResearchers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab.Id;
            var people = Filter(MembersOf(lab), request);
            var total = await people.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByFamilyName
                .PageOf(people, request)
                .Select(u => new
                {
                    u.Id,
                    u.FamilyName,
                    u.Uuid,
                    u.GivenName,
                    u.IsActive,
                    Roles = db
                        .LabMemberships.Where(m => m.LabId == lab && m.UserId == u.Id)
                        .Select(m => m.Role)
                        .ToList(),
                    HasAsked = db.LabJoinRequests.Any(r => r.LabId == lab && r.UserId == u.Id),
                })
                .ToListAsync(cancellationToken);
            var giver = found.Value.Giver;
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor(row.FamilyName, row.Id),
                row => new LabMemberItem(
                    row.Uuid,
                    row.GivenName,
                    row.FamilyName,
                    row.IsActive,
                    row.Roles is [] ? null : row.Roles.Max(),
                    row.HasAsked,
                    row.IsActive ? giver.RolesFor(row.Id, row.Roles) : [],
                    IsRemovable(giver, row.Id, row.Roles)
                )
            );
        }

        static bool IsRemovable(RoleGiver giver, long person, IReadOnlyCollection<LabRole> roles) =>
            (giver.ManagesLab || person == giver.Key) && giver.MayTake(person, Authority.Of(roles));

        /// <summary>The lab's members and those who asked to join it.</summary>
        IQueryable<User> MembersOf(long lab) =>
            db
                .Users.AsNoTracking()
                .Where(u =>
                    db.LabMemberships.Any(m => m.LabId == lab && m.UserId == u.Id)
                    || db.LabJoinRequests.Any(r => r.LabId == lab && r.UserId == u.Id)
                );

        static IQueryable<User> Filter(IQueryable<User> people, ListLabMembers request)
        {
            foreach (var term in TextRules.SearchTerms(request.Match))
                people = people.Where(u =>
                    u.GivenName.ToLower().Contains(term)
                    || u.FamilyName.ToLower().Contains(term)
                    || u.Nickname.ToLower().Contains(term)
                );
            return people;
        }
    }
}

/// <summary>A member of a lab, or somebody who asked to join it.</summary>
/// <param name="AccountId">The person.</param>
/// <param name="GivenName">The person's given name.</param>
/// <param name="FamilyName">The person's family name.</param>
/// <param name="IsActive">Whether the person can log in.</param>
/// <param name="Role">The highest role; null: none yet.</param>
/// <param name="HasAsked">Whether the person asked to join.</param>
/// <param name="RolesToGive">
/// Other roles that you may give this person, for the choices of a front end; of yourself, roles that give less than you
/// have. It can still be impossible for another reason, such as that the lab needs an admin: 409 says which.
/// </param>
/// <param name="IsRemovable">Whether you may remove the person from the lab, decline the request, or leave.</param>
public sealed record LabMemberItem(
    Guid AccountId,
    string GivenName,
    string FamilyName,
    bool IsActive,
    LabRole? Role,
    bool HasAsked,
    IReadOnlyList<LabRole> RolesToGive,
    bool IsRemovable
);
