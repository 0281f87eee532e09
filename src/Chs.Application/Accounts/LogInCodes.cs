using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Limits the codes of a second factor, recovery codes included, that are tried at log-ins: whoever tries them has shown
/// the password.
/// </summary>
/// <remarks>
/// A browser that a log-in with this second factor has left its cookie in has a quota of its own. All others, and
/// programs, share one: however many networks and browsers somebody has, it is no more. So strangers lock nobody out who
/// comes from a browser of theirs, and that browser takes nothing from the strangers' quota. What wasn't a wrong
/// code is given back.
/// </remarks>
sealed class LogInCodes(IChsDb db, Transactions transactions, IQuotas quotas, TimeProvider time)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Wrong codes a day of one browser that the account knows, and of everybody else together.</summary>
    const int CodesADay = 10;

    /// <summary>Wrong codes of strangers of which the owner isn't told: they are slips, mostly the owner's own.</summary>
    const int Slips = 2;

    /// <summary>Counts a code, and opens the log-in in a transaction if it is right.</summary>
    /// <param name="account">The account's uuid.</param>
    /// <param name="factor">The account's second factor.</param>
    /// <param name="device">The browser that sends the code, if the account knows it; null: a new one, or a program.</param>
    /// <param name="open">Checks the code and opens the log-in.</param>
    /// <param name="cancellationToken">Ends when the client goes away.</param>
    public async Task<Outcome<T>> TryAsync<T>(
        Guid account,
        SecondFactor factor,
        Device? device,
        Func<Task<Outcome<T>>> open,
        CancellationToken cancellationToken
    )
    {
        var known = device is not null && device.LogIn.SecondFactor == SecondFactors.FingerprintOf(factor);
        var quota = known
            ? new Quota($"codes of {account} in device {device!.Id}", CodesADay, Day)
            : new Quota($"codes of {account} from strangers", CodesADay, Day);
        if (await quotas.TakeAsync([quota], cancellationToken) is { } wait)
        {
            if (!known)
                await TellOwnerAsync(account, cancellationToken);
            return AccountErrors.TooManyAttempts(wait);
        }

        var opened = await transactions.RunAsync(open, cancellationToken);
        if (!AccountErrors.IsWrongCode(opened.Error))
            await quotas.ReturnAsync(quota, cancellationToken);
        else if (!known)
            await RecordWrongCodeAsync(account, cancellationToken);
        return opened;
    }

    async Task RecordWrongCodeAsync(Guid account, CancellationToken cancellationToken)
    {
        var slips = new Quota($"slips at codes of {account}", Slips, Day);
        if (await quotas.TakeAsync([slips], cancellationToken) is not null)
            await TellOwnerAsync(account, cancellationToken);
    }

    /// <summary>Tells the owner, once a day: whoever knows the password can't fill the mailbox with it.</summary>
    async Task TellOwnerAsync(Guid account, CancellationToken cancellationToken)
    {
        var mails = new Quota($"mails about codes of {account}", 1, Day);
        if (await quotas.TakeAsync([mails], cancellationToken) is not null)
            return;
        await transactions.RunAsync(
            async () =>
            {
                var user = await db.Users.SingleAsync(u => u.Uuid == account, cancellationToken);
                user.RecordWrongCodes(time.GetUtcNow());
                return Outcome.Ok;
            },
            cancellationToken
        );
    }
}
