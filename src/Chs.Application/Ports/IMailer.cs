namespace Chs.Application.Ports;

/// <summary>Sends mail. The same id twice may arrive twice: mail servers promise no more.</summary>
public interface IMailer
{
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>One mail to one person.</summary>
/// <param name="Id">Makes the Message-ID, so that receivers recognise a repetition.</param>
/// <param name="Body">As plain text.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="ReplyTo">Where answers go; null: to the sender.</param>
public sealed record Mail(Guid Id, string To, string Subject, string Body, string Html, string? ReplyTo = null);
