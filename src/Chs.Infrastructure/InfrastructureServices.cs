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

/// <summary>Chooses the adapters that the settings name.</summary>
public static class InfrastructureServices
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, ChsSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Mail).AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Accounts).AddSingleton(settings.Review).AddSingleton<IPictures, Pictures>();
        services.AddSingleton(settings.TimeZone);
        services.AddSingleton(
            new SiteAddress(
                WithSlash(settings.PublicUrl ?? new Uri("http://localhost:5080")),
                settings.FrontEnd is { } front ? WithSlash(front) : null
            )
        );
        services.AddPersistence(settings.Database, settings.ConnectionString);
        services
            .AddSingleton<IPasswords, Passwords>()
            .AddSingleton<Seal>()
            .AddSingleton<ISeal>(provider => provider.GetRequiredService<Seal>())
            .AddSingleton<IOneTimeCodes, OneTimeCodes>()
            .AddScoped<ILookitImport, LookitImport>();
        services
            .AddSingleton(settings.Builds.Rules)
            .AddSingleton(settings.Queue)
            .AddSingleton(settings.Builds.Engine)
            .AddSingleton(settings.Builds.Sources);
        services
            .AddSingleton<IContainerEngine, DockerEngine>()
            .AddSingleton<ISourceArchive, CodeHostArchive>()
            .AddSingleton<IContentTypes, ContentTypes>();
        if (settings.Queue.Uri is not null)
            services.AddSingleton<IJobQueue, RabbitQueue>();
        else
            services.AddSingleton<IJobQueue, EmbeddedQueue>();
        services.AddSingleton<IObjectStore>(provider =>
            settings.Artefacts switch
            {
                { S3: { } s3 } => new S3Store(s3, provider.GetRequiredService<TimeProvider>()),
                { Gcs: { } gcs } => new GcsStore(gcs, provider.GetRequiredService<TimeProvider>()),
                _ => new DiskStore(settings.Artefacts.Folder!),
            }
        );
        if (settings.Mail.Folder is not null)
            services.AddSingleton<IMailer, FolderMailer>();
        else
            services.AddSingleton<IMailer, SmtpMailer>();
        return services;
    }

    static Uri WithSlash(Uri address) =>
        address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    /// <summary>What runs beside the requests: the outbox and the schedules.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services) =>
        services.AddHostedService<OutboxDispatcher>().AddSchedules();

    /// <summary>Takes orders of builds from the queue.</summary>
    public static IServiceCollection AddBuildWork(this IServiceCollection services) =>
        services.AddHostedService<BuildWorkerService>();

    /// <summary>Brings the database up to this version. On PostgreSQL a lock lets one process migrate while others wait.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<ChsSettings>();
        if (settings.Database is DatabaseProvider.Sqlite)
            Directory.CreateDirectory(settings.DataDirectory);
        await scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whether the database answers and has every migration of this version.</summary>
    /// <returns>Null when ready, else what is missing.</returns>
    public static async Task<string?> WhatIsMissingAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database;
        if (!await database.CanConnectAsync(cancellationToken))
            return "The database doesn't answer.";
        return (await database.GetPendingMigrationsAsync(cancellationToken)).Any()
            ? "The database isn't migrated to this version: run 'migrate'."
            : null;
    }
}
