using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ActivateSecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_recovery_codes_that_differ(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        Assert.Equal(SecondFactor.RecoveryCodeCount, owner.RecoveryCodes.Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stores_neither_the_secret_nor_the_codes_readably(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var factor = await chs.WithAsync(db => db.SecondFactors.AsNoTracking().SingleAsync());
        var stored = Encoding.Latin1.GetString(factor.SealedSecret) + string.Concat(factor.RecoveryDigests);
        Assert.DoesNotContain(owner.Secret, stored);
        Assert.All(owner.RecoveryCodes, code => Assert.DoesNotContain(code, stored));
    }

    /// <summary>Recovery codes are short: whoever has a copy of the database could try all of them.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Stores_digests_of_codes_that_nobody_can_make_without_the_sealing_key(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        var factor = await chs.WithAsync(db => db.SecondFactors.AsNoTracking().SingleAsync());
        Assert.Equal(SecondFactor.RecoveryCodeCount, factor.RecoveryDigests.Count);
        foreach (var code in owner.RecoveryCodes)
        {
            var bytes = Encoding.UTF8.GetBytes(code);
            Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(bytes)), factor.RecoveryDigests);
            var key = chs.Get<ISeal>().Derive($"recovery codes of {factor.UserId}");
            Assert.Contains(Convert.ToHexStringLower(HMACSHA256.HashData(key, bytes)), factor.RecoveryDigests);
        }
    }
}
