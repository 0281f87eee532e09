using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Mails about somebody's own account. Links are made when the mail is: none of them is ever stored.</summary>
sealed class AccountNotices(IChsDb db, Mailings post, AccountLinks links) : IOutboxReceiver
{
    const string NotYou = "If that wasn't you, change your password and end your other log-ins.";

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        switch (message.Kind)
        {
            case nameof(EmailConfirmationRequested):
                if (
                    await FindAsync(Mailings.Read<EmailConfirmationRequested>(message).User, cancellationToken) is
                    { EmailConfirmedAt: null } toConfirm
                )
                    await post.SendAsync(
                        message,
                        toConfirm.Email,
                        new MailTemplate(
                            "Confirm your e-mail address",
                            $"Hello {toConfirm.DisplayName},",
                            "an account of this site has your address. Confirm that it is yours; if you didn't make the account, do nothing."
                        )
                        {
                            Links = [("Confirm the address", links.ToConfirm(toConfirm))],
                        },
                        cancellationToken
                    );
                break;
            case nameof(PasswordResetRequested):
                if (
                    await FindAsync(Mailings.Read<PasswordResetRequested>(message).User, cancellationToken) is
                    { } forgetful
                )
                    await post.SendAsync(
                        message,
                        forgetful.Email,
                        new MailTemplate(
                            "Choose a new password",
                            $"Hello {forgetful.DisplayName},",
                            "somebody asked for a new password of your account. The link works once, for three days. If it wasn't you, do nothing: your password stays."
                        )
                        {
                            Links = [("Choose a new password", links.ToPassword(forgetful))],
                        },
                        cancellationToken
                    );
                break;
            case nameof(EmailAddressReleased):
                await post.SendAsync(
                    message,
                    Mailings.Read<EmailAddressReleased>(message).Email,
                    new MailTemplate(
                        "Your account moved to another address",
                        "The account that had this address logs in with another one from now on. If that wasn't you, ask the site's staff for help."
                    ),
                    cancellationToken
                );
                break;
            case nameof(PasswordChanged):
                await TellAsync(
                    message,
                    Mailings.Read<PasswordChanged>(message).User,
                    "Your password was changed",
                    "Your account has a new password, and its other log-ins have ended.",
                    cancellationToken
                );
                break;
            case nameof(SecondFactorActivated):
                await TellAsync(
                    message,
                    Mailings.Read<SecondFactorActivated>(message).User,
                    "Your second factor is in use",
                    "From now on log-ins need a code of your app.",
                    cancellationToken
                );
                break;
            case nameof(SecondFactorDisabled):
                await TellAsync(
                    message,
                    Mailings.Read<SecondFactorDisabled>(message).User,
                    "Your second factor is switched off",
                    "Log-ins of your account need the password only.",
                    cancellationToken
                );
                break;
            case nameof(LoggedInFromNewDevice):
                await TellAsync(
                    message,
                    Mailings.Read<LoggedInFromNewDevice>(message).User,
                    "A log-in from a new browser",
                    $"Somebody logged in to your account from a browser that hadn't been used before, at {message.CreatedAt:yyyy-MM-dd HH:mm} UTC.",
                    cancellationToken
                );
                break;
            case nameof(TokenCreated):
                await TellAsync(
                    message,
                    Mailings.Read<TokenCreated>(message).User,
                    "A key for scripts was made",
                    "A key was made with which programs can act for you. Keys are listed, and can be revoked, among your account's tokens.",
                    cancellationToken
                );
                break;
            case nameof(UserRightsGranted):
                await TellAsync(
                    message,
                    Mailings.Read<UserRightsGranted>(message).User,
                    "Your rights on this site were changed",
                    "The site's staff changed what you may do beside your roles in labs and studies.",
                    cancellationToken
                );
                break;
        }
    }

    Task TellAsync(
        OutboxMessage message,
        Guid user,
        string subject,
        string what,
        CancellationToken cancellationToken
    ) => post.SendAsync(message, post.Person(user), new MailTemplate(subject, what, NotYou), cancellationToken);

    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Uuid == id && u.IsActive, cancellationToken);
}
