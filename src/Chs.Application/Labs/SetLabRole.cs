using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Gives a researcher exactly this role in a lab, and so takes those in who asked. Needs the right to manage its researchers.</summary>
public sealed record SetLabRole(Guid LabId, Guid UserId, LabRole Role) : ICommand
{
    internal sealed class Validator : AbstractValidator<SetLabRole>
    {
        public Validator() => RuleFor(x => x.Role).IsInEnum();
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<SetLabRole, Outcome>
    {
        public async Task<Outcome> Handle(SetLabRole request, CancellationToken cancellationToken)
        {
            var managed = await db.FindManagedLabAsync(request.LabId, current.Actor, cancellationToken);
            if (managed.Failed)
                return managed.Error;
            var (lab, now) = (managed.Value, time.GetUtcNow());
            // Whom the lab doesn't know yet is found by id only: nobody can look through the site's accounts here.
            var user = await db.Users.SingleOrDefaultAsync(
                u => u.Uuid == request.UserId && u.IsActive,
                cancellationToken
            );
            if (user is null)
                return Error.NotFound("researcher");
            if (!user.IsResearcher)
                return LabErrors.NotAResearcher;

            var held = await db
                .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (held is [{ Role: var role }] && role == request.Role)
                return Outcome.Ok;
            if (request.Role is not LabRole.Admin && await db.IsLastAdminAsync(lab, user.Id, cancellationToken))
                return LabErrors.LastAdmin;
            db.LabMemberships.RemoveRange(held.Where(m => m.Role != request.Role));
            if (held.All(m => m.Role != request.Role))
                db.LabMemberships.Add(LabMembership.Of(lab.Id, user.Id, request.Role));
            db.LabJoinRequests.RemoveRange(
                await db
                    .LabJoinRequests.Where(r => r.LabId == lab.Id && r.UserId == user.Id)
                    .ToListAsync(cancellationToken)
            );
            lab.RecordRoleAssigned(user.Uuid, request.Role, current.Actor!.Id, now);
            return Outcome.Ok;
        }
    }
}

/// <summary>Takes a researcher out of a lab and of all its studies, or declines a request to join. Needs the right to manage its researchers; everybody may leave.</summary>
public sealed record RemoveLabMember(Guid LabId, Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RemoveLabMember, Outcome>
    {
        public async Task<Outcome> Handle(RemoveLabMember request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (request.UserId != actor.Id && !found.Value.Allows(LabRight.ManageResearchers))
                return Error.Forbidden;
            var (lab, now) = (found.Value.Lab, time.GetUtcNow());
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");
            var held = await db
                .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            var asked = await db
                .LabJoinRequests.Where(r => r.LabId == lab.Id && r.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (held is [] && asked is [])
                return Error.NotFound("researcher");
            if (await db.IsLastAdminAsync(lab, user.Id, cancellationToken))
                return LabErrors.LastAdmin;

            // A study of theirs alone would be left without an admin.
            var roles = await db
                .StudyMemberships.Where(m =>
                    m.UserId == user.Id && db.Studies.Any(s => s.Id == m.StudyId && s.LabId == lab.Id)
                )
                .ToListAsync(cancellationToken);
            long[] administered =
            [
                .. roles.Where(m => m.Role is Domain.Studies.StudyRole.Admin).Select(m => m.StudyId),
            ];
            if (
                await db.Studies.AnyAsync(
                    s =>
                        administered.Contains(s.Id)
                        && s.State != Domain.Studies.StudyState.Archived
                        && !db.StudyMemberships.Any(m =>
                            m.StudyId == s.Id && m.UserId != user.Id && m.Role == Domain.Studies.StudyRole.Admin
                        ),
                    cancellationToken
                )
            )
                return Domain.Studies.StudyErrors.LastAdmin;
            db.LabMemberships.RemoveRange(held);
            db.LabJoinRequests.RemoveRange(asked);
            db.StudyMemberships.RemoveRange(roles);
            lab.RecordMemberRemoved(user.Uuid, actor.Id, now);
            return Outcome.Ok;
        }
    }
}

/// <summary>Asks to join a lab. For researchers; members needn't. Asking again reminds its admins.</summary>
public sealed record RequestToJoinLab(Guid LabId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RequestToJoinLab, Outcome>
    {
        public async Task<Outcome> Handle(RequestToJoinLab request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!actor.IsResearcher)
                return Error.Forbidden;
            if (found.Value.Role is not null)
                return Outcome.Ok;
            if (await db.UnconfirmedAsync(actor, cancellationToken) is { } unconfirmed)
                return unconfirmed;
            var lab = found.Value.Lab;
            if (!await db.LabJoinRequests.AnyAsync(r => r.LabId == lab.Id && r.UserId == actor.Key, cancellationToken))
                db.LabJoinRequests.Add(LabJoinRequest.Of(lab.Id, actor.Key));
            lab.RecordJoinRequest(actor.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

static class LabMembers
{
    extension(IChsDb db)
    {
        /// <summary>A lab whose researchers the actor may manage.</summary>
        public async Task<Outcome<Lab>> FindManagedLabAsync(Guid id, Actor? actor, CancellationToken cancellationToken)
        {
            var found = await db.FindLabAsync(id, LabRight.ManageResearchers, null, actor, cancellationToken);
            return found.Failed ? found.Error : found.Value.Lab;
        }

        /// <summary>Whether nobody else is admin. Every change of roles also changes the lab's row, so two at once can't both believe that the other stays.</summary>
        public async Task<bool> IsLastAdminAsync(Lab lab, long user, CancellationToken cancellationToken) =>
            await db.LabMemberships.AnyAsync(
                m => m.LabId == lab.Id && m.UserId == user && m.Role == LabRole.Admin,
                cancellationToken
            )
            && !await db.LabMemberships.AnyAsync(
                m =>
                    m.LabId == lab.Id
                    && m.UserId != user
                    && m.Role == LabRole.Admin
                    && db.Users.Any(u => u.Id == m.UserId && u.IsActive),
                cancellationToken
            );
    }
}
