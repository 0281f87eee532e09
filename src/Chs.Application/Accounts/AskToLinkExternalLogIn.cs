using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Begins to link another log-in with the actor's account. Needs the password: what is linked opens the account for good.
/// </summary>
/// <param name="Session">Secret of the actor's log-in, which alone can go on.</param>
public sealed record AskToLinkExternalLogIn(string Password, string Session)
    : ICommand<LinkToExternalLogIn>,
        ISessionOnly
{
    internal sealed class Validator : AbstractValidator<AskToLinkExternalLogIn>
    {
        public Validator() => RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
    }

    internal sealed class Preparation(PasswordConfirmation confirmation) : IPreparation<AskToLinkExternalLogIn>
    {
        public Task<Outcome> PrepareAsync(AskToLinkExternalLogIn request, CancellationToken cancellationToken) =>
            confirmation.ConfirmAsync(request.Password, "password", cancellationToken);
    }

    internal sealed class Handler(PasswordConfirmation confirmation, ExternalLogInLinks links)
        : IRequestHandler<AskToLinkExternalLogIn, Outcome<LinkToExternalLogIn>>
    {
        public async Task<Outcome<LinkToExternalLogIn>> Handle(
            AskToLinkExternalLogIn request,
            CancellationToken cancellationToken
        )
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            return confirmed.Failed ? confirmed.Error : links.Create(confirmed.Value, request.Session);
        }
    }
}

/// <summary>Permission to link one more log-in.</summary>
/// <param name="Link">
/// Lead this browser to the <c>path</c> of one of the site's <c>institutionLogIns</c>, with it as <c>?link=</c>.
/// </param>
/// <param name="Until">When it expires.</param>
public sealed record LinkToExternalLogIn(string Link, DateTimeOffset Until);
