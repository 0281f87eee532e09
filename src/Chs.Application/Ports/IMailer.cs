namespace Chs.Application.Ports;

/// <summary>Sends mail. The same mail sent twice may arrive twice, because mail servers don't deduplicate.</summary>
public interface IMailer
{
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>A mail to one recipient.</summary>
/// <param name="Id">Becomes the Message-ID, by which mail programs recognise a duplicate.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">The text as plain text.</param>
/// <param name="Html">The text as HTML.</param>
/// <param name="ReplyTo">Address to which replies go; null: to the sender.</param>
/// <param name="Unsubscribe">
/// Link with which the recipient wants no more of these mails, also for mail programs (RFC 8058); null: these always come.
/// </param>
public sealed record Mail(
    Guid Id,
    string To,
    string Subject,
    string Body,
    string Html,
    string? ReplyTo = null,
    Uri? Unsubscribe = null
);
