using System.Net;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;

namespace Chs.Infrastructure.Tests.Health;

/// <summary>Supervisors read one sentence, which names the first thing that is missing.</summary>
public class HealthChecksTests
{
    [Theory, OnEachWithPostgres]
    public async Task A_database_of_this_version_is_ready(DatabaseProvider on)
    {
        var settings = await TestDatabases.MakeAsync(on);
        await using (var host = await Host.StartAsync(on, settings.Database.ConnectionString!))
        {
            Assert.Equal((HttpStatusCode.OK, "ready"), await host.GetAsync("/health/ready"));
            Assert.Equal((HttpStatusCode.OK, "alive"), await host.GetAsync("/health/live"));
        }

        await TestDatabases.DropAsync(settings);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "Data Source=/nowhere/secret-name.db")]
    [InlineData(DatabaseProvider.Postgres, "Host=127.0.0.1;Port=1;Username=secret-name;Password=secret-word")]
    public async Task A_database_that_is_away_is_told_without_details(DatabaseProvider provider, string connection)
    {
        await using var host = await Host.StartAsync(provider, connection);
        var answer = await host.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The database doesn't answer."), answer);
        Assert.Equal((HttpStatusCode.OK, "alive"), await host.GetAsync("/health/live"));
    }

    [Theory, OnPostgres]
    public async Task A_database_without_tables_is_told_from_one_that_is_away(DatabaseProvider on)
    {
        await using var host = await Host.StartAsync(on, await TestDatabases.MakeEmptyPostgresAsync());
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "The database isn't migrated to this version: run 'migrate'."),
            await host.GetAsync("/health/ready")
        );
    }

    [Theory]
    [InlineData(null, null, "ready")]
    [InlineData("The queue waits.", null, "The queue waits.")]
    [InlineData(null, "No engine.", "No engine.")]
    [InlineData("The queue waits.", "No engine.", "The queue waits.")]
    public async Task A_worker_needs_its_queue_and_engine_too(string? queueLacks, string? engineLacks, string expected)
    {
        var queue = new Mock<IJobQueue>();
        queue.Setup(q => q.CheckHealthAsync(It.IsAny<CancellationToken>())).ReturnsAsync(queueLacks);
        var engine = new Mock<IContainerEngine>();
        engine.Setup(e => e.CheckHealthAsync(It.IsAny<CancellationToken>())).ReturnsAsync(engineLacks);
        await WithWorkerAsync(
            queue.Object,
            engine.Object,
            async host =>
            {
                Assert.Equal(expected, (await host.GetAsync("/health/ready")).Answer);
                var checks = host.Get<HealthCheckService>();
                Assert.Null(await checks.FindDatabaseFaultAsync(default));
                var report = await checks.CheckHealthAsync();
                Assert.Equal(["database", "schema", "queue", "container engine"], report.Entries.Keys);
            }
        );
    }

    [Fact]
    public async Task What_a_check_throws_is_not_told()
    {
        var queue = new Mock<IJobQueue>();
        queue
            .Setup(q => q.CheckHealthAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("secret-word"));
        await WithWorkerAsync(
            queue.Object,
            Mock.Of<IContainerEngine>(),
            async host =>
                Assert.Equal(
                    (HttpStatusCode.ServiceUnavailable, "The queue doesn't answer."),
                    await host.GetAsync("/health/ready")
                )
        );
    }

    static async Task WithWorkerAsync(IJobQueue queue, IContainerEngine engine, Func<Host, Task> check)
    {
        var settings = await TestDatabases.MakeAsync(DatabaseProvider.Sqlite);
        await using (
            var host = await Host.StartAsync(
                DatabaseProvider.Sqlite,
                settings.Database.ConnectionString!,
                services => services.AddSingleton(queue).AddSingleton(engine).AddBuildHealthChecks()
            )
        )
            await check(host);
        await TestDatabases.DropAsync(settings);
    }

    /// <summary>A host with nothing but its health.</summary>
    sealed class Host : IAsyncDisposable
    {
        readonly WebApplication _app;
        readonly HttpClient _client;

        Host(WebApplication app)
        {
            _app = app;
            _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        }

        public static async Task<Host> StartAsync(
            DatabaseProvider provider,
            string connection,
            Action<IServiceCollection>? configure = null
        )
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Services.AddPersistence(provider, connection);
            builder.Services.AddDatabaseHealthChecks();
            configure?.Invoke(builder.Services);
            var app = builder.Build();
            app.MapHealth();
            await app.StartAsync();
            return new Host(app);
        }

        public T Get<T>()
            where T : notnull => _app.Services.GetRequiredService<T>();

        public async Task<(HttpStatusCode Status, string Answer)> GetAsync(string path)
        {
            using var response = await _client.GetAsync(path);
            Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _app.DisposeAsync();
        }
    }
}
