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
    static readonly Uri DefaultAddress = new("http://localhost:5080");

    public static IServiceCollection AddInfrastructure(this IServiceCollection services, ChsSettings settings)
    {
        services.AddSettings(settings);
        services.AddPersistence(settings.Database, settings.ConnectionString);
        services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IPasswords, Passwords>()
            .AddSingleton<IOneTimeCodes, OneTimeCodes>()
            .AddSingleton<Seal>()
            .AddSingleton<ISeal>(provider => provider.GetRequiredService<Seal>())
            .AddSingleton<IPictures, Pictures>()
            .AddSingleton<IContentTypes, ContentTypes>()
            .AddSingleton<IContainerEngine, DockerEngine>()
            .AddSingleton<ISourceArchive, CodeHostArchive>()
            .AddScoped<ILookitImport, LookitImport>();
        if (settings.Queue.Uri is not null)
            services.AddSingleton<IJobQueue, RabbitQueue>();
        else
            services.AddSingleton<IJobQueue, EmbeddedQueue>();
        if (settings.Mail.Folder is not null)
            services.AddSingleton<IMailer, FolderMailer>();
        else
            services.AddSingleton<IMailer, SmtpMailer>();
        return services.AddSingleton<IObjectStore>(provider =>
            CreateStore(settings.Artefacts, provider.GetRequiredService<TimeProvider>())
        );
    }

    static void AddSettings(this IServiceCollection services, ChsSettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(settings.Mail)
            .AddSingleton(settings.Accounts)
            .AddSingleton(settings.Review)
            .AddSingleton(settings.TimeZone)
            .AddSingleton(settings.Queue)
            .AddSingleton(settings.Builds.Options)
            .AddSingleton(settings.Builds.Engine)
            .AddSingleton(settings.Builds.Sources)
            .AddSingleton(
                new SiteAddress(
                    WithSlash(settings.PublicUrl ?? DefaultAddress),
                    settings.FrontEnd is { } frontEnd ? WithSlash(frontEnd) : null
                )
            );

    static Uri WithSlash(Uri address) =>
        address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    static IObjectStore CreateStore(ArtefactSettings settings, TimeProvider time) =>
        settings switch
        {
            { S3: { } s3 } => new S3Store(s3, time),
            { Gcs: { } gcs } => new GcsStore(gcs),
            _ => new DiskStore(settings.Folder!),
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
        if (settings.Database is DatabaseProvider.Sqlite)
            Directory.CreateDirectory(settings.DataDirectory);
        await scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Checks that the database answers and has every migration of this version.</summary>
    /// <returns>Null when it is ready, otherwise what is missing.</returns>
    public static async Task<string?> WhatIsMissingAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ChsDbContext>().Database;
        if (!await database.CanConnectAsync(cancellationToken))
            return "The database doesn't answer.";
        var pending = await database.GetPendingMigrationsAsync(cancellationToken);
        return pending.Any() ? "The database isn't migrated to this version: run 'migrate'." : null;
    }
}
