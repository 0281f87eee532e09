using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Creates the secret of a second factor for the actor. Needs the password, because whoever has the factor keeps everybody
/// else out; of an account without one, a recent log-in.
/// </summary>
/// <remarks>
/// Log-ins need no code before <see cref="ActivateSecondFactor"/>; until then enrolling again replaces the secret.
/// </remarks>
/// <param name="Password">Null: the account has none, because its owner logs in elsewhere.</param>
public sealed record EnrolSecondFactor(string? Password) : ICommand<EnrolledSecondFactor>, ISessionOnly, IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<EnrolSecondFactor>
    {
        public Validator() => RuleFor(x => x.Password).MaximumLength(PasswordRules.MaximumLength);
    }

    internal sealed class Preparation(PasswordConfirmation confirmation) : IPreparation<EnrolSecondFactor>
    {
        public Task<Outcome> PrepareAsync(EnrolSecondFactor request, CancellationToken cancellationToken) =>
            confirmation.ConfirmOrBeRecentAsync(request.Password, "password", cancellationToken);
    }

    internal sealed class Handler(
        AccountFinder accounts,
        PasswordConfirmation confirmation,
        SecondFactors factors,
        IOneTimeCodes codes
    ) : IRequestHandler<EnrolSecondFactor, Outcome<EnrolledSecondFactor>>
    {
        public async Task<Outcome<EnrolledSecondFactor>> Handle(
            EnrolSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            if (confirmed.Failed)
                return confirmed.Error;
            var user = await accounts.FindOwnWithSecondFactorAsync(cancellationToken);
            var secret = codes.NewSecret();
            var enrolled = user.EnrolSecondFactor(factors.Seal(user, secret));
            if (enrolled.Failed)
                return enrolled.Error;
            var address = AddressOf(user.Email, secret);
            return new EnrolledSecondFactor(secret, address, codes.DrawQrCode(address));
        }

        /// <summary>The "key URI" that authenticator apps import.</summary>
        static string AddressOf(string email, string secret) =>
            $"otpauth://totp/CHS:{Uri.EscapeDataString(email)}"
            + $"?secret={secret}&issuer=CHS&algorithm=SHA1&digits=6&period=30";
    }
}

/// <summary>A second factor that isn't activated yet.</summary>
/// <param name="Secret">The secret in base32, to be typed into an authenticator app. Shown only in this answer.</param>
/// <param name="Address">The secret as an <c>otpauth:</c> address that apps can open.</param>
/// <param name="Picture">The address as a QR code, an SVG document.</param>
public sealed record EnrolledSecondFactor(string Secret, string Address, string Picture);
