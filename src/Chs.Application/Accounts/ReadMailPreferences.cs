using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Reads which mails the actor's family wants.</summary>
public sealed record ReadMailPreferences : IQuery<MailPreferencesView>, IOpenToFamilies
{
    internal sealed class Handler(AccountFinder accounts)
        : IRequestHandler<ReadMailPreferences, Outcome<MailPreferencesView>>
    {
        public async Task<Outcome<MailPreferencesView>> Handle(
            ReadMailPreferences request,
            CancellationToken cancellationToken
        ) => new MailPreferencesView((await accounts.FindOwnAsync(cancellationToken)).Mail.Wanted);
    }
}
