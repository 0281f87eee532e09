using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Importing;
using Chs.Infrastructure.Mail;
using Chs.Infrastructure.ObjectStores;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Scheduling;
using Chs.Infrastructure.Settings;
using Chs.Infrastructure.Site;
using Chs.Infrastructure.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure;

/// <summary>Registers the adapters that the settings choose.</summary>
public static class InfrastructureServices
{
    internal static readonly Uri DefaultAddress = new("http://localhost:5080");

    public static IServiceCollection AddInfrastructure(this IServiceCollection services, ChsSettings settings)
    {
        services.AddSettings(settings);
        services.AddPersistence(settings.Database.Provider, settings.Database.ConnectionString!);
        services.AddDatabaseHealthChecks();
        services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<StoredHashes>()
            .AddSingleton<IPasswords, Passwords>()
            .AddSingleton<IOneTimeCodes, OneTimeCodes>()
            .AddSingleton<IMailAddresses, MailAddresses>()
            .AddSingleton<Seal>()
            .AddSingleton<ISeal>(provider => provider.GetRequiredService<Seal>())
            .AddSingleton<IPictures, Pictures>()
            .AddSingleton<IContentTypes, ContentTypes>()
            .AddSingleton<IContainerEngine, DockerEngine>()
            .AddSingleton<ISourceArchive, CodeHostArchive>()
            .AddScoped<ILookitImport, LookitImport>();
        if (settings.Mail.Provider is MailProvider.Folder)
            services.AddSingleton<IMailer, FolderMailer>();
        else
            services.AddSingleton<IMailer, SmtpMailer>();
        services.AddSingleton(provider => CreateQueue(settings, provider));
        return services.AddSingleton(provider =>
            CreateStore(settings.Artefacts, provider.GetRequiredService<TimeProvider>())
        );
    }

    static void AddSettings(this IServiceCollection services, ChsSettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(settings.Mail)
            .AddSingleton(settings.Accounts.ToRules(settings.Demo, settings.Mail.Provider))
            .AddSingleton(settings.Review.ToPolicy())
            .AddSingleton(new SiteTimeZone(TimeZoneInfo.FindSystemTimeZoneById(settings.SiteTimeZone)))
            .AddSingleton(settings.Queue)
            .AddSingleton(settings.Builds.ToOptions())
            .AddSingleton(settings.Builds.ToEngine())
            .AddSingleton(settings.Builds.ToSources(settings.DataDirectory))
            .AddSingleton(OptionsOf(settings))
            .AddSingleton(settings.AddressAt(settings.PublicUrl ?? DefaultAddress));

    static SiteOptions OptionsOf(ChsSettings settings)
    {
        var version = typeof(ChsSettings).Assembly.GetName().Version!.ToString(fieldCount: 3);
        InstitutionLogIn[] institutions =
        [
            .. settings.OpenId.Select(
                (provider, i) => new InstitutionLogIn(provider.ButtonName, OpenIdSettings.PathOf(i) + "/")
            ),
        ];
        return new SiteOptions(version, settings.Demo, institutions, settings.MaximumBody);
    }

    static IJobQueue CreateQueue(ChsSettings settings, IServiceProvider services) =>
        settings.Queue.Provider switch
        {
            QueueProvider.RabbitMq => ActivatorUtilities.CreateInstance<RabbitQueue>(services, settings.Builds.AtOnce),
            QueueProvider.Embedded => ActivatorUtilities.CreateInstance<EmbeddedQueue>(
                services,
                EmbeddedQueue.DefaultLease
            ),
        };

    static IObjectStore CreateStore(ArtefactSettings settings, TimeProvider time) =>
        settings.Provider switch
        {
            ArtefactProvider.S3 => new S3Store(settings.ToS3(), time),
            ArtefactProvider.Gcs => new GcsStore(settings.ToGcs()),
            ArtefactProvider.Disk => new DiskStore(settings.Folder!),
        };

    /// <summary>Adds what runs beside the requests: the outbox and the schedules.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services) =>
        services.AddHostedService<OutboxDispatcher>().AddSchedules();

    /// <summary>Adds the service that takes build jobs from the queue.</summary>
    public static IServiceCollection AddBuildWork(this IServiceCollection services) =>
        services.AddHostedService<BuildWorkerService>();

    /// <summary>Migrates the database to this version.</summary>
    /// <remarks>On PostgreSQL a lock lets one process migrate while others wait.</remarks>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<ChsSettings>();
        if (settings.Database.Provider is DatabaseProvider.Sqlite)
            Directory.CreateDirectory(settings.DataDirectory);
        await scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database.MigrateAsync(cancellationToken);
    }
}
