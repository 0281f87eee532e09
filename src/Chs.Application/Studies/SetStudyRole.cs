using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
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

    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        LabFinder labs,
        InactiveAccounts inactiveAccounts,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<SetStudyRole, Outcome>
    {
        public async Task<Outcome> Handle(SetStudyRole request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.ManageResearchers,
                null,
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

            var lab = await labs.LoadOfStudyAsync(study, user, cancellationToken);
            long[] researchers = [.. study.Researchers.Select(m => m.UserId)];
            var inactive = await inactiveAccounts.AmongAsync(researchers, cancellationToken);
            return study.Assign(user, request.Role, lab, inactive, actor.Deed(time));
        }
    }
}
