using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Returns an account as staff see it, with its roles and rights.</summary>
/// <remarks>Needs the site right to view users. Each use is written to the audit log.</remarks>
public sealed record ReadAccount(Guid UserId) : IQuery<StaffAccountView>, IAudited
{
    string IAudited.AuditAction => "read account";

    IEnumerable<Guid?> IAudited.AuditSubjects => [UserId];

    internal sealed class Handler(AccountFinder accounts, StaffAccountViews views)
        : IRequestHandler<ReadAccount, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(ReadAccount request, CancellationToken cancellationToken)
        {
            var found = await accounts.FindAnyAsync(request.UserId, cancellationToken);
            return found.Failed ? found.Error : await views.OfAsync(found.Value, cancellationToken);
        }
    }
}
