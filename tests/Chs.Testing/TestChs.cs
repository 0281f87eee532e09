using System.Security.Cryptography;
using System.Text;
using Chs.Application;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain.Studies;
using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Chs.Testing;

/// <summary>
/// The application on a fresh real database, without a web server. Each request and each look into the database has a scope of its own,
/// so that nothing comes from an earlier change tracker.
/// </summary>
public sealed class TestChs : IAsyncDisposable
{
    /// <summary>The registrations of the application. Finding them takes longer than many a test.</summary>
    static readonly Lazy<IServiceCollection> Application = new(() => new ServiceCollection().AddApplication());

    readonly ChsSettings _settings;
    readonly ServiceProvider _services;

    readonly StatementCounter _statements = new();

    TestChs(ChsSettings settings, ServiceProvider services)
    {
        _settings = settings;
        _services = services;
    }

    /// <summary>Number of SQL statements that were executed so far.</summary>
    public int Statements => _statements.Count;

    /// <summary>The code host: no test asks a real one.</summary>
    public SourcesStandIn Sources { get; } = new();

    /// <summary>The container engine. It is there.</summary>
    public EngineStandIn Engine { get; } = new();

    public FakeTimeProvider Time { get; } = new(Some.Moment);

    public static async Task<TestChs> StartAsync(
        DatabaseProvider on,
        ReviewPolicy? policy = null,
        SecondFactorRule secondFactor = SecondFactorRule.Optional,
        bool buildsInApi = true,
        bool secondFactorOfImportedKeys = false,
        bool realPasswords = false,
        bool logInAtOnce = true
    )
    {
        var settings = await TestDatabases.MakeAsync(on);
        var services = new ServiceCollection().Add(Application.Value).AddInfrastructure(settings);
        services
            .AddScoped<CurrentActor>()
            .AddScoped<ICurrentActor>(provider => provider.GetRequiredService<CurrentActor>());
        if (!realPasswords)
            services.Replace(ServiceDescriptor.Singleton<IPasswords, FastPasswords>());
        var rules = new AccountRules(secondFactor, secondFactorOfImportedKeys) { LogInAtOnce = logInAtOnce };
        services.Replace(ServiceDescriptor.Singleton(rules));
        services.Replace(ServiceDescriptor.Singleton(settings.Builds.ToOptions() with { BuildsInApi = buildsInApi }));
        if (policy is not null)
            services.Replace(ServiceDescriptor.Singleton(policy));
        if (on is DatabaseProvider.Postgres)
            ShareCompiledQueries(services, settings.Database.ConnectionString!);
        TestChs? chs = null;
        services.AddLogging(logging =>
            logging
                .ClearProviders()
                .AddFilter(StatementCounter.Category, LogLevel.Information)
                .Services.AddSingleton<ILoggerProvider>(_ => chs!._statements)
        );
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_ => chs!.Time));
        services.Replace(ServiceDescriptor.Singleton<ISourceArchive>(_ => chs!.Sources));
        services.Replace(ServiceDescriptor.Singleton<IContainerEngine>(_ => chs!.Engine));
        return chs = new TestChs(settings, services.BuildServiceProvider(validateScopes: true));
    }

    /// <summary>
    /// Entity Framework builds its model and compiles each query anew for every data source, as the program uses it,
    /// but only once for all connection strings.
    /// </summary>
    static void ShareCompiledQueries(IServiceCollection services, string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100,
            NoResetOnClose = true,
        };
        services.ConfigureDbContext<PostgresChsDbContext>(options =>
            PersistenceServices.Configure(options, DatabaseProvider.Postgres, connection.ConnectionString)
        );
    }

    /// <summary>Sends a request on behalf of an actor, in a scope of its own. Null: nobody is logged in.</summary>
    public async Task<T> SendAsync<T>(Actor? actor, IRequest<T> request, string? idempotencyKey = null)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        if (idempotencyKey is not null)
        {
            var idempotency = scope.ServiceProvider.GetRequiredService<IdempotencyContext>();
            idempotency.Key = idempotencyKey;
            idempotency.RequestDigest = SHA256.HashData(Encoding.UTF8.GetBytes(request.ToString()!));
        }

        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Sends a request of any type on behalf of an actor.</summary>
    public async Task<object?> SendAsync(Actor? actor, object request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        // Only the runtime knows the type of the answer.
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send((dynamic)request);
    }

    /// <summary>Reads or writes the database directly, in a scope of its own.</summary>
    public async Task<T> WithAsync<T>(Func<IChsDb, Task<T>> action)
    {
        await using var scope = _services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IChsDb>());
    }

    /// <summary>A singleton service.</summary>
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

    /// <summary>Counts the commands that Entity Framework logs as executed.</summary>
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

        /// <summary>Only keys have a scope.</summary>
        public bool IsApiKey => Actor?.Scope is not null;
    }

    /// <summary>Password hashes are slow on purpose, which would slow down the tests. The real hasher has tests of its own.</summary>
    sealed class FastPasswords : IPasswords
    {
        public string Hash(string password) => $"hash of {password}";

        public PasswordMatch Verify(string hash, string password) =>
            hash == Hash(password) ? PasswordMatch.Yes : PasswordMatch.No;

        public Task<PasswordMatch> VerifyEvenlyAsync(
            string? hash,
            string password,
            CancellationToken cancellationToken
        ) => Task.FromResult(hash is null ? PasswordMatch.No : Verify(hash, password));

        public bool IsCommon(string lowerCasePassword) => lowerCasePassword == "qwertyuiop";
    }
}
