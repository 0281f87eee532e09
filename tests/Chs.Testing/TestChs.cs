using Chs.Application;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Chs.Testing;

/// <summary>The application on a fresh real database, without a web server: requests go in, and the database is looked at with fresh eyes.</summary>
public sealed class TestChs : IAsyncDisposable
{
    readonly ChsSettings _settings;
    readonly ServiceProvider _services;

    TestChs(ChsSettings settings, ServiceProvider services) => (_settings, _services) = (settings, services);

    readonly StatementCounter _statements = new();

    /// <summary>SQL statements so far.</summary>
    public int Statements => _statements.Count;

    public FakeTimeProvider Time { get; } = new(Some.Moment);

    public static async Task<TestChs> StartAsync(
        DatabaseProvider on,
        Chs.Domain.Studies.ReviewPolicy? policy = null,
        Chs.Application.Accounts.SecondFactorRule secondFactor = Chs.Application.Accounts.SecondFactorRule.Optional
    )
    {
        var settings = await TestDatabases.MakeAsync(on);
        var services = new ServiceCollection().AddApplication().AddInfrastructure(settings);
        services
            .AddScoped<CurrentActor>()
            .AddScoped<ICurrentActor>(provider => provider.GetRequiredService<CurrentActor>());
        services.Replace(ServiceDescriptor.Singleton<IPasswords, FastPasswords>());
        services.Replace(ServiceDescriptor.Singleton(new Chs.Application.Accounts.AccountRules(secondFactor)));
        if (policy is not null)
            services.Replace(ServiceDescriptor.Singleton(policy));
        TestChs? chs = null;
        services.AddLogging(logging =>
            logging
                .ClearProviders()
                .AddFilter(StatementCounter.Category, LogLevel.Information)
                .Services.AddSingleton<ILoggerProvider>(_ => chs!._statements)
        );
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_ => chs!.Time));
        return chs = new TestChs(settings, services.BuildServiceProvider(validateScopes: true));
    }

    /// <summary>Sends a request as somebody, in a scope of its own.</summary>
    public async Task<T> SendAsync<T>(Actor? actor, IRequest<T> request, string? idempotencyKey = null)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        if (idempotencyKey is not null)
        {
            var guard = scope.ServiceProvider.GetRequiredService<IdempotencyContext>();
            (guard.Key, guard.RequestDigest) = (
                idempotencyKey,
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(request.ToString()!))
            );
        }

        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Reads or writes the database directly, in a scope of its own.</summary>
    public async Task<T> WithAsync<T>(Func<IChsDb, Task<T>> action)
    {
        await using var scope = _services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IChsDb>());
    }

    /// <summary>A service that lives as long as the program.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task WithServicesAsync(Func<IServiceProvider, Task> action)
    {
        await using var scope = _services.CreateAsyncScope();
        await action(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await TestDatabases.DropAsync(_settings);
    }

    /// <summary>Counts what EF says that it sent.</summary>
    sealed class StatementCounter : ILoggerProvider, ILogger
    {
        public const string Category = "Microsoft.EntityFrameworkCore.Database.Command";

        int _count;

        public int Count => Volatile.Read(ref _count);

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (eventId == Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandExecuted)
                Interlocked.Increment(ref _count);
        }

        public void Dispose() { }
    }

    sealed class CurrentActor : ICurrentActor
    {
        public Actor? Actor { get; set; }
    }

    /// <summary>Hashing slowly is the product's virtue, not the tests'; the real hasher has tests of its own.</summary>
    sealed class FastPasswords : IPasswords
    {
        public string Hash(string password) => $"hash of {password}";

        public PasswordMatch Verify(string hash, string password) =>
            hash == Hash(password) ? PasswordMatch.Yes : PasswordMatch.No;

        public void PretendToVerify(string password) { }

        public bool IsCommon(string lowerCasePassword) => lowerCasePassword == "qwertyuiop";
    }
}
