namespace Chs.Infrastructure.Mail;

/// <summary>Mail isn't sent, because it would travel unencrypted. The message says what the operator can do.</summary>
sealed class MailUnencryptedException(string message) : IOException(message);
