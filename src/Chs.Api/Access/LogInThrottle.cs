using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>
/// Slows down guessing without locking anybody out. A browser that has logged in to the account before has attempts
/// of its own, which nobody else can use up; other browsers share a few per network and account, and a few more per account.
/// </summary>
public sealed class LogInThrottle(KnownDevice devices) : IAttemptLimit, IDisposable
{
    /// <summary>Attempts a minute of a browser that the account knows.</summary>
    const int AttemptsOfDevice = 10;

    /// <summary>Attempts a minute of the unknown browsers of one network at one account.</summary>
    const int AttemptsOfNetworkAtAccount = 10;

    /// <summary>Attempts a minute of all unknown browsers at one account.</summary>
    const int AttemptsAtAccount = 60;

    /// <summary>Attempts a minute of one network at all accounts; the families of a school may share a network.</summary>
    const int AttemptsOfNetwork = 200;

    /// <summary>Mails an hour that others can have sent to an account.</summary>
    const int MailsOfAccount = 5;

    const int CodesAMinute = 5,
        CodesADay = 100;

    readonly PartitionedRateLimiter<Quota> _attempts = LimiterOf(TimeSpan.FromMinutes(1));
    readonly PartitionedRateLimiter<Quota> _mails = LimiterOf(TimeSpan.FromHours(1));
    readonly PartitionedRateLimiter<Quota> _codesOfMinute = LimiterOf(TimeSpan.FromMinutes(1));
    readonly PartitionedRateLimiter<Quota> _codesOfDay = LimiterOf(TimeSpan.FromDays(1));

    /// <summary>Counts an attempt to log in.</summary>
    /// <returns>How long to wait; null when it may be attempted.</returns>
    public TimeSpan? CountAttempt(string email, HttpContext http)
    {
        var account = User.NormalizeEmail(email);
        if (devices.Of(http, account) is { } device)
            return Take(_attempts, $"device {device}", AttemptsOfDevice);
        // The narrowest quota first: a network that has used up its own takes nothing from the account's.
        var network = NetworkOf(http.Connection.RemoteIpAddress);
        return Take(_attempts, $"network {network}", AttemptsOfNetwork)
            ?? Take(_attempts, $"account {account} from {network}", AttemptsOfNetworkAtAccount)
            ?? Take(_attempts, $"account {account}", AttemptsAtAccount);
    }

    /// <summary>
    /// Whether an account may get one more mail. Callers answer the same either way,
    /// or the answer would show which accounts exist.
    /// </summary>
    public bool MayMail(string email) => Take(_mails, $"account {User.NormalizeEmail(email)}", MailsOfAccount) is null;

    /// <summary>Counts a mail for which a network asks.</summary>
    /// <returns>How long to wait; null when it may ask.</returns>
    public TimeSpan? CountMailRequest(HttpContext http) =>
        Take(_attempts, $"mails of {NetworkOf(http.Connection.RemoteIpAddress)}", AttemptsOfNetwork);

    /// <inheritdoc/>
    public TimeSpan? CountAttempt(Guid account) =>
        Take(_codesOfMinute, $"{account}", CodesAMinute) ?? Take(_codesOfDay, $"{account}", CodesADay);

    /// <inheritdoc/>
    public TimeSpan? CountMail(Guid account) => Take(_mails, $"confirmations of {account}", MailsOfAccount);

    public void Dispose()
    {
        _attempts.Dispose();
        _mails.Dispose();
        _codesOfMinute.Dispose();
        _codesOfDay.Dispose();
    }

    static PartitionedRateLimiter<Quota> LimiterOf(TimeSpan window) =>
        PartitionedRateLimiter.Create<Quota, string>(quota =>
            RateLimitPartition.GetFixedWindowLimiter(
                quota.Partition,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = quota.Permits, Window = window }
            )
        );

    /// <returns>How long to wait for the next window; null when a permit was taken.</returns>
    static TimeSpan? Take(PartitionedRateLimiter<Quota> limiter, string partition, int permits)
    {
        // Limiters keep their partitions for the window, and addresses that people type may be megabytes.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(partition)));
        using var lease = limiter.AttemptAcquire(new Quota(key, permits));
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    /// <summary>The first 64 bits of an IPv6 address: whoever has one address of such a network has all of them.</summary>
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

    /// <param name="Partition">Hash of who or what has the quota.</param>
    /// <param name="Permits">Attempts in a window.</param>
    readonly record struct Quota(string Partition, int Permits);
}
