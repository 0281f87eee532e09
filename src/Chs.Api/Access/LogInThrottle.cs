using System.Threading.RateLimiting;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>Slows down guessing: few attempts a minute for one account, more for one address (families of a school share one).</summary>
public sealed class LogInThrottle : IDisposable
{
    readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, key => new FixedWindowRateLimiterOptions { PermitLimit = key[0] == 'a' ? 10 : 200, Window = TimeSpan.FromMinutes(1) }));

    public bool MayTry(string email, HttpContext http)
    {
        using var account = _limiter.AttemptAcquire("a" + User.Canonical(email));
        using var address = _limiter.AttemptAcquire("i" + http.Connection.RemoteIpAddress);
        return account.IsAcquired && address.IsAcquired;
    }

    readonly PartitionedRateLimiter<Guid> _codes = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Guid, Guid>(who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(1) })),
        PartitionedRateLimiter.Create<Guid, Guid>(who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromDays(1) })));

    /// <summary>Whether one more code may be tried. Whoever asks has shown the password already, so this locks nobody out but its owner's thief.</summary>
    public bool MayTryCode(Guid account)
    {
        using var attempt = _codes.AttemptAcquire(account);
        return attempt.IsAcquired;
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _codes.Dispose();
    }
}
