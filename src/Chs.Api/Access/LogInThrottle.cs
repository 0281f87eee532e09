using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>
/// Slows down guessing without locking anybody out: a browser that logged in to the account before has attempts of its own, which nobody else can use up;
/// other browsers share few per network and account, and a few more per account.
/// </summary>
public sealed class LogInThrottle(KnownDevice devices) : IDisposable
{
    /// <summary>Attempts a minute: of a known browser, of one network at one account, of everybody else at one account, of one network (families of a school share one).</summary>
    const int OfDevice = 10,
        OfNetworkAtAccount = 10,
        AtAccount = 60,
        OfNetwork = 200;

    /// <summary>Mails an hour that somebody else can have sent to an account.</summary>
    const int MailsOfAccount = 5;

    readonly PartitionedRateLimiter<(string Who, int Permits)> _limiter = Windows(TimeSpan.FromMinutes(1));
    readonly PartitionedRateLimiter<(string Who, int Permits)> _mails = Windows(TimeSpan.FromHours(1));

    public bool MayTry(string email, HttpContext http)
    {
        var (account, network) = (User.Canonical(email), NetworkOf(http.Connection.RemoteIpAddress));
        if (devices.Of(http, account) is { } device)
            return Takes(_limiter, $"device {device}", OfDevice);
        // The narrowest first: who is over it uses up nobody else's.
        return Takes(_limiter, $"network {network}", OfNetwork)
            && Takes(_limiter, $"account {account} from {network}", OfNetworkAtAccount)
            && Takes(_limiter, $"account {account}", AtAccount);
    }

    /// <summary>Whether one more mail may be asked for: without saying so, or it would be known which accounts exist.</summary>
    public bool MayMail(string email) => Takes(_mails, $"account {User.Canonical(email)}", MailsOfAccount);

    /// <summary>Whether a network may ask for one more mail.</summary>
    public bool MayAskForMail(HttpContext http) =>
        Takes(_limiter, $"mails of {NetworkOf(http.Connection.RemoteIpAddress)}", OfNetwork);

    readonly PartitionedRateLimiter<Guid> _codes = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Guid, Guid>(who =>
            RateLimitPartition.GetFixedWindowLimiter(
                who,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(1) }
            )
        ),
        PartitionedRateLimiter.Create<Guid, Guid>(who =>
            RateLimitPartition.GetFixedWindowLimiter(
                who,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromDays(1) }
            )
        )
    );

    /// <summary>Whether one more code may be tried. Whoever asks has shown the password already, so this locks nobody out but its owner's thief.</summary>
    public bool MayTryCode(Guid account)
    {
        using var attempt = _codes.AttemptAcquire(account);
        return attempt.IsAcquired;
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _mails.Dispose();
        _codes.Dispose();
    }

    static PartitionedRateLimiter<(string Who, int Permits)> Windows(TimeSpan window) =>
        PartitionedRateLimiter.Create<(string Who, int Permits), string>(asked =>
            RateLimitPartition.GetFixedWindowLimiter(
                asked.Who,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = asked.Permits, Window = window }
            )
        );

    static bool Takes(PartitionedRateLimiter<(string Who, int Permits)> limiter, string who, int permits)
    {
        using var attempt = limiter.AttemptAcquire((who, permits));
        return attempt.IsAcquired;
    }

    /// <summary>Of IPv6 the first 64 bits: whoever has one address there has all of them.</summary>
    static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "nowhere";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
