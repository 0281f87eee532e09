using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Closes a browser session. Closing one that isn't there is fine.</summary>
public sealed record LogOut(string Secret) : ICommand
{
    internal sealed class Handler(IChsDb db) : IRequestHandler<LogOut, Outcome>
    {
        public async Task<Outcome> Handle(LogOut request, CancellationToken cancellationToken)
        {
            var digest = Accounts.Secret.Digest(request.Secret);
            await db.Credentials.Where(c => c.Kind == CredentialKind.Session && c.Digest == digest).ExecuteDeleteAsync(cancellationToken);
            return Outcome.Ok;
        }
    }
}
