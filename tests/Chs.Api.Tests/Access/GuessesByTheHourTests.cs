using System.Net;
using Chs.Api.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Patient guessers, who stay below the limits of a minute.</summary>
public class GuessesByTheHourTests
{
    const string Email = "ada@family.example";

    [Fact]
    public async Task An_account_has_a_hundred_an_hour_however_many_networks_they_come_from()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        await SignUpAsync(chs);
        await UseUpAsync(chs);
        var wait = await AttemptAsync(chs, From("198.51.100.7"));
        Assert.InRange(wait!.Value, TimeSpan.FromMinutes(49), TimeSpan.FromMinutes(50));
        chs.Time.Advance(wait.Value);
        Assert.Null(await AttemptAsync(chs, From("198.51.100.7")));
    }

    [Fact]
    public async Task A_browser_that_has_logged_in_to_the_account_has_sixty_of_its_own()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var device = await RememberAsync(chs, await SignUpAsync(chs));
        await UseUpAsync(chs);
        for (var minute = 0; minute < 6; minute++)
        {
            for (var i = 0; i < 10; i++)
                Assert.Null(await AttemptAsync(chs, From("192.0.2.1", device)));
            chs.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var wait = await AttemptAsync(chs, From("192.0.2.1", device));
        Assert.InRange(wait!.Value, TimeSpan.FromMinutes(53), TimeSpan.FromMinutes(54));
    }

    /// <summary>Somebody prepares an account with another person's address, or gives an address up.</summary>
    [Fact]
    public async Task A_browser_of_an_account_that_had_the_address_before_is_a_strangers()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var former = await SignUpAsync(chs);
        var device = await RememberAsync(chs, former);
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Uuid == former)).ReleaseEmail(chs.Time.GetUtcNow());
            return await db.SaveChangesAsync(default);
        });
        var own = await RememberAsync(chs, await SignUpAsync(chs));
        await UseUpAsync(chs);
        Assert.NotNull(await AttemptAsync(chs, From("192.0.2.1", device)));
        Assert.Null(await AttemptAsync(chs, From("192.0.2.1", own)));
    }

    /// <summary>Ten guesses in each of ten minutes, each time from another network.</summary>
    static async Task UseUpAsync(TestChs chs)
    {
        for (var minute = 0; minute < 10; minute++)
        {
            for (var i = 0; i < 10; i++)
                Assert.Null(await AttemptAsync(chs, From($"203.0.113.{minute}")));
            chs.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    static async Task<Guid> SignUpAsync(TestChs chs)
    {
        await chs.SendAsync(null, new SignUp(Email, "seven green bottles", "Ada", "Example", "", false));
        return await chs.WithAsync(db => db.Users.Where(u => u.Email == Email).Select(u => u.Uuid).SingleAsync());
    }

    /// <returns>The cookie of a browser that has logged in to the account.</returns>
    static async Task<string> RememberAsync(TestChs chs, Guid account)
    {
        var http = From("192.0.2.1");
        await chs.WithServicesAsync(services =>
        {
            DevicesOf(chs, services).Remember(http, new RememberedLogIn(account, null));
            return Task.CompletedTask;
        });
        return Assert.Single(http.Response.Headers.SetCookie)!.Split(';')[0];
    }

    static DefaultHttpContext From(string network, string? cookie = null)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(network);
        if (cookie is not null)
            http.Request.Headers.Cookie = cookie;
        return http;
    }

    static async Task<TimeSpan?> AttemptAsync(TestChs chs, HttpContext http)
    {
        TimeSpan? wait = null;
        await chs.WithServicesAsync(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            var quotas = services.GetRequiredService<IQuotas>();
            var throttle = new LogInThrottle(DevicesOf(chs, services), mediator, quotas);
            wait = await throttle.CountAttemptAsync(Email, http, default);
        });
        return wait;
    }

    static KnownDevice DevicesOf(TestChs chs, IServiceProvider services)
    {
        var site = new RequestSite(new ChsSettings { PublicUrl = new Uri("https://chs.example") });
        return new KnownDevice(services.GetRequiredService<SealedTexts>(), site, chs.Time);
    }
}
