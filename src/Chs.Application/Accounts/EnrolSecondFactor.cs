using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Creates the secret of a second factor for the actor.</summary>
/// <remarks>
/// Log-ins need no code before <see cref="ActivateSecondFactor"/>; until then enrolling again replaces the secret.
/// </remarks>
public sealed record EnrolSecondFactor : ICommand<EnrolledSecondFactor>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes)
        : IRequestHandler<EnrolSecondFactor, Outcome<EnrolledSecondFactor>>
    {
        public async Task<Outcome<EnrolledSecondFactor>> Handle(
            EnrolSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var secret = codes.NewSecret();
            var sealedSecret = seal.Protect(secret, SecondFactors.OwnerOf(actor.Key));
            var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.UserId == actor.Key, cancellationToken);
            if (factor is null)
            {
                db.SecondFactors.Add(SecondFactor.Enrol(actor.Key, sealedSecret));
            }
            else
            {
                var enrolled = factor.ReplaceSecret(sealedSecret);
                if (enrolled.Failed)
                    return enrolled.Error;
            }

            var email = await db
                .Users.Where(u => u.Id == actor.Key)
                .Select(u => u.Email)
                .SingleAsync(cancellationToken);
            var address = AddressOf(email, secret);
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
