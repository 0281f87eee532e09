using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Access;

/// <summary>
/// Slows down guessing without locking anybody out. A browser that has logged in to the account before has attempts
/// of its own, which nobody else can use up; other browsers share a few per network and account, and a few more per account.
/// </summary>
public sealed class LogInThrottle(KnownDevice devices, IMediator mediator, IQuotas quotas)
{
    /// <summary>Attempts of a browser that the account knows.</summary>
    const int AttemptsOfDevice = 10,
        AttemptsOfDeviceAnHour = 60;

    /// <summary>Attempts a minute of the unknown browsers of one network at one account.</summary>
    const int AttemptsOfNetworkAtAccount = 10;

    /// <summary>Attempts of all unknown browsers at one account.</summary>
    const int AttemptsAtAccount = 60,
        AttemptsAtAccountAnHour = 100;

    /// <summary>Attempts a minute of one network at all accounts; the families of a school may share a network.</summary>
    const int AttemptsOfNetwork = 200;

    /// <summary>Attempts a minute of all networks of one site, which may have 65,536 of them.</summary>
    const int AttemptsOfSite = 1000;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1),
        Hour = TimeSpan.FromHours(1);

    /// <summary>Counts an attempt to log in.</summary>
    /// <returns>How long to wait; null when it may be attempted.</returns>
    public async Task<TimeSpan?> CountAttemptAsync(string email, HttpContext http, CancellationToken cancellationToken)
    {
        if (await FindKnownAsync(email, http, cancellationToken) is { } device)
            return await quotas.TakeAsync([.. QuotasOf(device)], cancellationToken);
        var account = User.NormalizeEmail(email);
        var network = Networks.OfHome(http.Connection.RemoteIpAddress);
        // A network that has used up its own takes nothing from an account's, and makes no row for one either.
        Quota[] narrowing =
        [
            .. QuotasOf(http, ""),
            new Quota($"account {account} from {network}", AttemptsOfNetworkAtAccount, Minute),
            new Quota($"account {account}", AttemptsAtAccount, Minute),
            new Quota($"account {account} by the hour", AttemptsAtAccountAnHour, Hour),
        ];
        return await quotas.TakeAsync(narrowing, cancellationToken);
    }

    /// <returns>The browser, if it has logged in to the account that has this address now; otherwise null.</returns>
    async Task<Device?> FindKnownAsync(string email, HttpContext http, CancellationToken cancellationToken)
    {
        if (devices.Of(http) is not { } device)
            return null;
        var holds = await mediator.Send(new IsKnownDevice(device, email), cancellationToken);
        return holds is { Failed: false, Value: true } ? device : null;
    }

    static IEnumerable<Quota> QuotasOf(Device device)
    {
        yield return new Quota($"device {device.Id}", AttemptsOfDevice, Minute);
        yield return new Quota($"device {device.Id} by the hour", AttemptsOfDeviceAnHour, Hour);
    }

    /// <summary>
    /// Whether an account may get one more link to a new password. Callers answer the same either way,
    /// or the answer would show which accounts exist.
    /// </summary>
    public async Task<bool> MayMailAsync(string email, CancellationToken cancellationToken) =>
        await quotas.TakeAsync([Quota.PasswordLinksTo(email)], cancellationToken) is null;

    /// <summary>Counts a sign-up, which sends a mail.</summary>
    /// <returns>How long to wait; null when it may be attempted.</returns>
    public Task<TimeSpan?> CountSignUpAsync(string email, HttpContext http, CancellationToken cancellationToken) =>
        quotas.TakeAsync([.. QuotasOf(http, "mails of "), Quota.MailsTo(email)], cancellationToken);

    /// <summary>Counts a mail for which a network asks.</summary>
    /// <returns>How long to wait; null when it may ask.</returns>
    public Task<TimeSpan?> CountMailRequestAsync(HttpContext http, CancellationToken cancellationToken) =>
        quotas.TakeAsync([.. QuotasOf(http, "mails of ")], cancellationToken);

    /// <summary>What all requests of the browser's network have together, and what those of its neighbours have.</summary>
    static IEnumerable<Quota> QuotasOf(HttpContext http, string what)
    {
        var address = http.Connection.RemoteIpAddress;
        if (Networks.OfSite(address) is { } site)
            yield return new Quota($"{what}site {site}", AttemptsOfSite, Minute);
        yield return new Quota($"{what}network {Networks.OfHome(address)}", AttemptsOfNetwork, Minute);
    }
}
