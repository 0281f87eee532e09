using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns an account as staff see it, with its roles and rights.</summary>
/// <remarks>Needs the site right to view users. Each use is written to the audit log.</remarks>
public sealed record ReadAccount(Guid UserId) : IQuery<StaffAccountView>, IAudited
{
    string IAudited.AuditAction => "read account";

    Guid? IAudited.AuditSubject => UserId;

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ReadAccount, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(ReadAccount request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(SiteRight.ViewUsers))
                return Error.Forbidden;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            return user is null ? Error.NotFound("account") : await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}
