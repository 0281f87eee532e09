using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Who works on a study, by family name; or else who of its lab could. Needs the right to read its details.</summary>
public sealed record ListStudyResearchers : PagedQuery, IQuery<Page<StudyResearcherItem>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    /// <summary>True: active members of the lab who have no role in the study.</summary>
    public bool Candidates { get; init; }

    /// <summary>Words of which one must be in a name; case doesn't matter.</summary>
    public string? Match { get; init; }

    internal sealed class Validator : PagedValidator<ListStudyResearchers>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListStudyResearchers, Outcome<Page<StudyResearcherItem>>>
    {
        public async Task<Outcome<Page<StudyResearcherItem>>> Handle(
            ListStudyResearchers request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            // Reading a shared preview doesn't show who made it.
            if (!await access.WorksOnAsync(found.Value, cancellationToken))
                return Error.Forbidden;
            var (study, lab) = (found.Value.Id, found.Value.LabId);
            var people = request.Candidates
                ? db
                    .Users.AsNoTracking()
                    .Where(u =>
                        u.IsActive
                        && db.LabMemberships.Any(m => m.LabId == lab && m.UserId == u.Id)
                        && !db.StudyMemberships.Any(m => m.StudyId == study && m.UserId == u.Id)
                    )
                : db
                    .Users.AsNoTracking()
                    .Where(u => db.StudyMemberships.Any(m => m.StudyId == study && m.UserId == u.Id));
            if (TextRules.SearchTerms(request.Match) is { Length: > 0 } words)
                people = people.Where(u =>
                    words.Any(word => u.GivenName.ToLower().Contains(word) || u.FamilyName.ToLower().Contains(word))
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
                    Item = new StudyResearcherItem(
                        u.Uuid,
                        u.GivenName,
                        u.FamilyName,
                        db.StudyMemberships.Where(m => m.StudyId == study && m.UserId == u.Id)
                            .Max(m => (StudyRole?)m.Role)
                    ),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor(row.FamilyName, row.Id), row => row.Item);
        }
    }
}

/// <summary>Somebody who works on a study, or could.</summary>
/// <param name="UserId">The person.</param>
/// <param name="GivenName">Of the person.</param>
/// <param name="FamilyName">Of the person.</param>
/// <param name="Role">The highest role in the study; null: none.</param>
public sealed record StudyResearcherItem(Guid UserId, string GivenName, string FamilyName, StudyRole? Role);

/// <summary>Gives a member of the study's lab exactly this role in it. Needs the right to manage its researchers.</summary>
public sealed record SetStudyRole(Guid StudyId, Guid UserId, StudyRole Role) : ICommand
{
    internal sealed class Validator : AbstractValidator<SetStudyRole>
    {
        public Validator() => RuleFor(x => x.Role).IsInEnum();
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<SetStudyRole, Outcome>
    {
        public async Task<Outcome> Handle(SetStudyRole request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.ManageResearchers,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (study, now) = (found.Value, time.GetUtcNow());
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId && u.IsActive, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");
            var held = await db
                .StudyMemberships.Where(m => m.StudyId == study.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (held is [{ Role: var role }] && role == request.Role)
                return Outcome.Ok;
            if (
                !await db.LabMemberships.AnyAsync(m => m.LabId == study.LabId && m.UserId == user.Id, cancellationToken)
            )
                return StudyErrors.NotInTheLab;
            if (request.Role is not StudyRole.Admin && await db.IsLastAdminAsync(study, user.Id, cancellationToken))
                return StudyErrors.LastAdmin;
            db.StudyMemberships.RemoveRange(held.Where(m => m.Role != request.Role));
            if (held.All(m => m.Role != request.Role))
                db.StudyMemberships.Add(StudyMembership.Of(study.Id, user.Id, request.Role));
            study.RecordRoleAssigned(user.Uuid, request.Role, access.Actor!.Id, now);
            return Outcome.Ok;
        }
    }
}

/// <summary>Takes all of a researcher's roles in a study away. Needs the right to manage its researchers; everybody may leave.</summary>
public sealed record RemoveStudyResearcher(Guid StudyId, Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<RemoveStudyResearcher, Outcome>
    {
        public async Task<Outcome> Handle(RemoveStudyResearcher request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                request.UserId == access.Actor?.Id ? StudyRight.ReadDetails : StudyRight.ManageResearchers,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var held = await db
                .StudyMemberships.Where(m =>
                    m.StudyId == study.Id && db.Users.Any(u => u.Id == m.UserId && u.Uuid == request.UserId)
                )
                .ToListAsync(cancellationToken);
            if (held is not [{ UserId: var user }, ..])
                return Error.NotFound("researcher");
            if (await db.IsLastAdminAsync(study, user, cancellationToken))
                return StudyErrors.LastAdmin;
            db.StudyMemberships.RemoveRange(held);
            study.RecordResearcherRemoved(request.UserId, access.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

static class StudyAdmins
{
    extension(IChsDb db)
    {
        /// <summary>Whether nobody else is admin. Every change of roles also changes the study's row, so two at once can't both believe that the other stays.</summary>
        public async Task<bool> IsLastAdminAsync(Study study, long user, CancellationToken cancellationToken) =>
            await db.StudyMemberships.AnyAsync(
                m => m.StudyId == study.Id && m.UserId == user && m.Role == StudyRole.Admin,
                cancellationToken
            )
            && !await db.StudyMemberships.AnyAsync(
                m =>
                    m.StudyId == study.Id
                    && m.UserId != user
                    && m.Role == StudyRole.Admin
                    && db.Users.Any(u => u.Id == m.UserId && u.IsActive),
                cancellationToken
            );
    }
}
