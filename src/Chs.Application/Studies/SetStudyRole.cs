using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

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
            var study = found.Value;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId && u.IsActive, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");

            var memberships = await db
                .StudyMemberships.Where(m => m.StudyId == study.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (memberships is [{ Role: var role }] && role == request.Role)
                return Outcome.Ok;
            var isInLab = await db.LabMemberships.AnyAsync(
                m => m.LabId == study.LabId && m.UserId == user.Id,
                cancellationToken
            );
            if (!isInLab)
                return StudyErrors.NotInTheLab;
            if (request.Role is not StudyRole.Admin && await db.IsLastAdminAsync(study, user.Id, cancellationToken))
                return StudyErrors.LastAdmin;

            db.StudyMemberships.RemoveRange(memberships.Where(m => m.Role != request.Role));
            if (memberships.All(m => m.Role != request.Role))
                db.StudyMemberships.Add(StudyMembership.Of(study.Id, user.Id, request.Role));
            study.RecordRoleAssigned(user.Uuid, request.Role, access.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
