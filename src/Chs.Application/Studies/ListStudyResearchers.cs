using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists who works on a study, or the candidates for it, by family name. Needs the right to read its details.</summary>
public sealed record ListStudyResearchers : PagedQuery, IQuery<Page<StudyResearcherItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    /// <summary>True: active members of the lab who have no role in the study.</summary>
    public bool AreCandidates { get; init; }

    /// <summary>Words of which one must be in a name; case doesn't matter.</summary>
    public string? Match { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyResearchers>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
    }

    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        StudyGivers givers,
        AccessControl access,
        ICurrentActor current
    ) : IRequestHandler<ListStudyResearchers, Outcome<Page<StudyResearcherItem>>>
    {
        static readonly Keyset<User> ByFamilyName = Keyset.By<User>(u => u.FamilyName, u => u.Id);

        public async Task<Outcome<Page<StudyResearcherItem>>> Handle(
            ListStudyResearchers request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            // A shared preview doesn't show who works on the study.
            if (!await access.CanWorkOnAsync(study, cancellationToken))
                return Error.Forbidden with { Message = "A shared preview shows the study only. Ask its researchers." };

            // No key gives roles, so none are offered to it.
            var giver = current.IsApiKey ? RoleGiver.Nobody : await givers.OfActorAsync(study, cancellationToken);
            var people = Filter(request.AreCandidates ? CandidatesFor(study) : ResearchersOf(study), request);
            var total = await people.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByFamilyName
                .PageOf(people, request)
                .Select(u => new
                {
                    u.Id,
                    u.FamilyName,
                    Person = new ListedPerson(u.Id, u.Uuid, u.GivenName, u.FamilyName, u.IsActive),
                    Roles = db
                        .StudyMemberships.Where(m => m.StudyId == study.Id && m.UserId == u.Id)
                        .Select(m => m.Role)
                        .ToList(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor(row.FamilyName, row.Id),
                row => ItemOf(row.Person, row.Roles, giver)
            );
        }

        static StudyResearcherItem ItemOf(ListedPerson person, List<StudyRole> roles, RoleGiver giver) =>
            new(
                person.Uuid,
                person.GivenName,
                person.FamilyName,
                roles is [] ? null : roles.Max(),
                person.IsActive ? giver.RolesFor(person.Id, roles) : [],
                roles is not [] && IsRemovable(giver, person.Id, roles)
            );

        static bool IsRemovable(RoleGiver giver, long person, List<StudyRole> roles) =>
            (giver.ManagesStudy || person == giver.Key) && giver.MayTake(person, Authority.Of(roles));

        IQueryable<User> ResearchersOf(Study study) =>
            db.Users.AsNoTracking().Where(u => db.StudyMemberships.Any(m => m.StudyId == study.Id && m.UserId == u.Id));

        IQueryable<User> CandidatesFor(Study study) =>
            db
                .Users.AsNoTracking()
                .Where(u =>
                    u.IsActive
                    && db.LabMemberships.Any(m => m.LabId == study.LabId && m.UserId == u.Id)
                    && !db.StudyMemberships.Any(m => m.StudyId == study.Id && m.UserId == u.Id)
                );

        static IQueryable<User> Filter(IQueryable<User> people, ListStudyResearchers request)
        {
            if (TextRules.SearchTerms(request.Match) is { Length: > 0 } terms)
                people = people.Where(u =>
                    terms.Any(term => u.GivenName.ToLower().Contains(term) || u.FamilyName.ToLower().Contains(term))
                );
            return people;
        }

        sealed record ListedPerson(long Id, Guid Uuid, string GivenName, string FamilyName, bool IsActive);
    }
}

/// <summary>Somebody who works on a study, or a candidate for it.</summary>
/// <param name="AccountId">The person.</param>
/// <param name="GivenName">The person's given name.</param>
/// <param name="FamilyName">The person's family name.</param>
/// <param name="Role">The highest role in the study; null: none.</param>
/// <param name="RolesToGive">
/// Other roles that you may give this person, for the choices of a front end; of yourself, roles that give less than you
/// have. It can still be impossible for another reason, such as that the study needs an admin: 409 says which.
/// </param>
/// <param name="IsRemovable">Whether you may take the person's roles in the study away, or leave it.</param>
public sealed record StudyResearcherItem(
    Guid AccountId,
    string GivenName,
    string FamilyName,
    StudyRole? Role,
    IReadOnlyList<StudyRole> RolesToGive,
    bool IsRemovable
);
