using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Sends people mails about their own account.</summary>
/// <remarks>Links are made when the mail is sent, so that no link is ever stored.</remarks>
sealed class AccountNotices(IChsDb db, Mailings mailings, AccountLinks links) : IOutboxReceiver
{
    const string NotYou = "If that wasn't you, change your password and end your other log-ins.";

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        message.Kind switch
        {
            nameof(EmailConfirmationRequested) => SendConfirmationLinkAsync(message, cancellationToken),
            nameof(PasswordResetRequested) => SendPasswordLinkAsync(message, cancellationToken),
            nameof(EmailChangeRequested) => SendChangeLinkAsync(message, cancellationToken),
            nameof(EmailAddressWanted) => SendEmailAddressWantedAsync(message, cancellationToken),
            nameof(ExternalLogInLinked) => SendExternalLogInLinkedAsync(message, cancellationToken),
            nameof(EmailAddressReleased) => SendEmailAddressReleasedAsync(message, cancellationToken),
            nameof(PasswordChanged) => SendPasswordChangedAsync(message, cancellationToken),
            nameof(SecondFactorActivated) => SendSecondFactorActivatedAsync(message, cancellationToken),
            nameof(SecondFactorDisabled) => SendSecondFactorDisabledAsync(message, cancellationToken),
            nameof(LoggedInFromNewDevice) => SendNewDeviceAsync(message, cancellationToken),
            nameof(ProgramLackedCode) => SendProgramLackedCodeAsync(message, cancellationToken),
            nameof(StrangersTriedCodes) => SendStrangersTriedCodesAsync(message, cancellationToken),
            nameof(ProgramLoggedIn) => SendProgramLoggedInAsync(message, cancellationToken),
            nameof(TokenCreated) => SendTokenCreatedAsync(message, cancellationToken),
            nameof(UserRightsGranted) => SendRightsGrantedAsync(message, cancellationToken),
            nameof(AccountAppointed) => SendAppointedAsync(message, cancellationToken),
            _ => Task.CompletedTask,
        };

    async Task SendConfirmationLinkAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var user = await FindAsync(Mailings.Read<EmailConfirmationRequested>(message).User, cancellationToken);
        if (user is not { EmailConfirmedAt: null })
            return;
        // Without the name: whoever gave it may not be the reader.
        var mail = new MailTemplate(
            "Confirm your e-mail address",
            "Hello,",
            "somebody made an account of this site with your address. If it was you, follow the link, and give the "
                + "password that you chose. If it wasn't, do nothing: nobody can use your address without you."
        )
        {
            Links = [("Confirm the address", links.ToConfirm(user, user.Email))],
        };
        await mailings.SendAsync(message, user.Email, mail, cancellationToken);
    }

    async Task SendChangeLinkAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var request = Mailings.Read<EmailChangeRequested>(message);
        if (await FindAsync(request.User, cancellationToken) is not { } user)
            return;
        // The link is made now, and would be good for the new password.
        if (request.AskedWith != AccountLinks.PasswordFingerprintOf(user))
            return;
        var mail = new MailTemplate(
            "Confirm your new e-mail address",
            "Hello,",
            "somebody wants to use your address for their account of this site. If it was you, follow the link, and give "
                + "your password where you aren't logged in; if your account has a second factor, log in first. "
                + "If it wasn't, do nothing: nobody can use your address without you."
        )
        {
            Links = [("Use this address", links.ToConfirm(user, request.Email))],
        };
        await mailings.SendAsync(message, request.Email, mail, cancellationToken);
        await SendWarningAsync(
            message,
            user.Uuid,
            "Your account may get another address",
            "Somebody with your password asked to move your account of this site to another e-mail address. Nothing has "
                + "changed yet; a new password ends it.",
            cancellationToken
        );
    }

    async Task SendEmailAddressWantedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var user = await FindAsync(Mailings.Read<EmailAddressWanted>(message).User, cancellationToken);
        if (user is null)
            return;
        if (user.EmailConfirmedAt is null)
        {
            await SendSecondConfirmationLinkAsync(message, user, cancellationToken);
            return;
        }

        var mail = new MailTemplate(
            "You have an account already",
            "Hello,",
            "somebody, perhaps you, gave your address for an account of this site. There is one with it already, and "
                + "nothing has changed. Log in with its password, or choose a new one: that link works once, for an "
                + "hour. If it wasn't you, do nothing."
        )
        {
            Links = [("Log in", links.ToLogIn), ("Choose a new password", links.ToPassword(user))],
        };
        await mailings.SendAsync(message, user.Email, mail, cancellationToken);
    }

    /// <remarks>
    /// The account may be somebody else's, whose password the reader doesn't know: the second link takes it from them.
    /// </remarks>
    Task SendSecondConfirmationLinkAsync(OutboxMessage message, User user, CancellationToken cancellationToken)
    {
        var mail = new MailTemplate(
            "Confirm your e-mail address",
            "Hello,",
            "somebody, perhaps you, gave your address for an account of this site again. There is one with it already, which "
                + "waits for you to confirm the address: follow the first link, and give the password that was chosen when it "
                + "was made. If you don't know that password, choose a new one with the second link, which confirms the "
                + "address, too, and locks everybody else out. If it wasn't you, do nothing."
        )
        {
            Links =
            [
                ("Confirm the address", links.ToConfirm(user, user.Email)),
                ("Choose a new password", links.ToPassword(user)),
            ],
        };
        return mailings.SendAsync(message, user.Email, mail, cancellationToken);
    }

    async Task SendPasswordLinkAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var request = Mailings.Read<PasswordResetRequested>(message);
        if (await FindAsync(request.User, cancellationToken) is not { } user)
            return;
        var isSent = request.By is not null;
        var duration = isSent ? "three days" : "an hour";
        var greeting = user.EmailConfirmedAt is null ? "Hello," : $"Hello {user.DisplayName},";
        var mail = new MailTemplate(
            "Choose a new password",
            greeting,
            $"somebody asked for a new password of your account. The link works once, for {duration}. "
                + "If it wasn't you, do nothing: your password stays."
        )
        {
            Links = [("Choose a new password", links.ToPassword(user, isSent))],
        };
        await mailings.SendAsync(message, user.Email, mail, cancellationToken);
    }

    Task SendEmailAddressReleasedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var formerAddress = Mailings.Read<EmailAddressReleased>(message).Email;
        var mail = new MailTemplate(
            "Your account moved to another address",
            "The account that had this address logs in with another one from now on. "
                + "If that wasn't you, ask the site's staff for help."
        );
        return mailings.SendAsync(message, formerAddress, mail, cancellationToken);
    }

    Task SendExternalLogInLinkedAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<ExternalLogInLinked>(message).User,
            "Another log-in opens your account",
            "A log-in of an institution, or of another site, was linked with your account, and opens it from now on.",
            cancellationToken
        );

    /// <remarks>
    /// The mail has a link of its own, which no limit counts: a thief of the password could use up the links that the owner
    /// asks for, and end them by changing it again.
    /// </remarks>
    async Task SendPasswordChangedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var changed = Mailings.Read<PasswordChanged>(message);
        var ended = changed.RevokesKeys
            ? "its other log-ins have ended, and keys for scripts that it had were revoked: make new ones for scripts that "
                + "you still need."
            : "its other log-ins have ended. Keys for scripts, if it has any, still work.";
        var removed = changed.RemovedLogIns is []
            ? ""
            : " Log-ins elsewhere that opened your account don't any more; link those that are yours again: "
                + $"{string.Join(", ", changed.RemovedLogIns)}.";
        if (await FindAsync(changed.User, cancellationToken) is not { HasPassword: true } user)
            return;
        var mail = new MailTemplate(
            "Your password was changed",
            $"Your account has a new password; {ended}{removed}",
            "If that wasn't you, choose another one with this link, for an hour. Everything that opened the account then ends."
        )
        {
            Links = [("Choose a new password", links.ToPassword(user))],
        };
        await mailings.SendAsync(message, mailings.Person(changed.User), mail, cancellationToken);
    }

    Task SendSecondFactorActivatedAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<SecondFactorActivated>(message).User,
            "Your second factor is in use",
            "From now on log-ins need a code of your app, also log-ins elsewhere that are linked already.",
            cancellationToken
        );

    Task SendSecondFactorDisabledAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<SecondFactorDisabled>(message).User,
            "Your second factor is switched off",
            "Log-ins of your account need the password only.",
            cancellationToken
        );

    Task SendNewDeviceAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<LoggedInFromNewDevice>(message).User,
            "A log-in from a new browser",
            "Somebody logged in to your account from a browser that hadn't been used before, "
                + $"at {message.CreatedAt:yyyy-MM-dd HH:mm} UTC.",
            cancellationToken
        );

    Task SendProgramLackedCodeAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<ProgramLackedCode>(message).User,
            "A program used your password",
            "A program sent your password, "
                + $"at {message.CreatedAt:yyyy-MM-dd HH:mm} UTC, and was asked for a code of your second factor.",
            cancellationToken
        );

    Task SendStrangersTriedCodesAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<StrangersTriedCodes>(message).User,
            "Somebody tries codes of your second factor",
            "Somebody who knows your password entered wrong codes, in browsers or programs that hadn't been used for your "
                + $"account before, until {message.CreatedAt:yyyy-MM-dd HH:mm} UTC. After ten within a day no more codes "
                + "are taken from such places until a day has passed. "
                + "Browsers in which you have logged in with a code before aren't affected.",
            cancellationToken
        );

    Task SendProgramLoggedInAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<ProgramLoggedIn>(message).User,
            "A program logged in to your account",
            "A program logged in with your password, "
                + $"at {message.CreatedAt:yyyy-MM-dd HH:mm} UTC. It can act for you for twelve hours.",
            cancellationToken
        );

    async Task SendTokenCreatedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var created = Mailings.Read<TokenCreated>(message);
        var label = await db
            .Credentials.Where(token => token.Uuid == created.Token)
            .Select(token => token.Label)
            .SingleOrDefaultAsync(cancellationToken);
        // It may be revoked already.
        var key = string.IsNullOrEmpty(label) ? "A key" : $"A key with the label \u201c{label}\u201d";
        var mail = new MailTemplate(
            "A key for scripts was made",
            $"{key} was made at {message.CreatedAt:yyyy-MM-dd HH:mm} UTC. Programs can act for you with it.",
            "If that wasn't you, change your password and have all keys revoked with it (changePassword with areTokensRevoked): a "
                + "new password alone ends no key. To end this key only, revoke it (listTokens, revokeToken)."
        );
        await mailings.SendAsync(message, mailings.Person(created.User), mail, cancellationToken);
    }

    Task SendRightsGrantedAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        SendWarningAsync(
            message,
            Mailings.Read<UserRightsGranted>(message).User,
            "Your rights on this site were changed",
            "The site's staff changed what you may do beside your roles in labs and studies.",
            cancellationToken
        );

    async Task SendAppointedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var appointed = Mailings.Read<AccountAppointed>(message);
        var mail = new MailTemplate(
            "You have rights on this whole site now",
            appointed.IsAdministrator
                ? "An operator of the site gave your account every right."
                : "An operator of the site made you a reviewer of its labs and studies.",
            "If you don't know of that, tell the operator."
        );
        await mailings.SendAsync(message, mailings.Person(appointed.User), mail, cancellationToken);
    }

    /// <summary>Tells somebody what happened to the account, and what to do if it wasn't them.</summary>
    Task SendWarningAsync(
        OutboxMessage message,
        Guid user,
        string subject,
        string text,
        CancellationToken cancellationToken
    ) => mailings.SendAsync(message, mailings.Person(user), new MailTemplate(subject, text, NotYou), cancellationToken);

    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Uuid == id && u.IsActive, cancellationToken);
}
