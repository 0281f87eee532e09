namespace Chs.Application.Ports;

/// <summary>Knows to which texts mail can be sent.</summary>
public interface IMailAddresses
{
    /// <summary>
    /// Whether mail can be sent to this text as it is: a name at a domain, without a display name, comments, quotes or
    /// characters that mail servers differ about.
    /// </summary>
    bool CanReceiveMail(string address);
}
