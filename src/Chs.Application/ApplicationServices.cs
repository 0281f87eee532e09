using AutoMapper;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Builds;
using Chs.Application.Idempotency;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Studies;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Maps = AutoMapper.IConfigurationProvider;

namespace Chs.Application;

/// <summary>Registers the use cases and the pipeline around them.</summary>
public static class ApplicationServices
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var here = typeof(ApplicationServices).Assembly;
        return services
            .AddScoped<ServiceFactory>(provider => type => provider.GetService(type)!)
            .AddScoped<IMediator, Mediator>()
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(ScopeBehavior<,>)) // the first registered is the outermost
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>))
            .AddAuditOfFamilies(here)
            .AddScoped<IdempotencyContext>()
            .AddScoped<AccessControl>()
            .AddScoped<Mailings>()
            .AddScoped<AccountLinks>()
            .AddScoped<IOutboxReceiver, AccountNotices>()
            .AddScoped<IOutboxReceiver, LabNotices>()
            .AddScoped<IOutboxReceiver, StudyNotices>()
            .AddScoped<IOutboxReceiver, BuildNotices>()
            .AddScoped<IOutboxReceiver, BuildQueuePublisher>()
            .AddScoped<IOutboxReceiver, OrphanedObjectRemover>()
            .AddSingleton<BuildStore>()
            .AddSingleton<BuildJobProcessor>()
            .AddScoped<BuildPipeline>()
            .AddScoped<ArtefactUpload>()
            .AddValidatorsFromAssembly(here, includeInternalTypes: true)
            .AddSingleton<Maps>(_ => new MapperConfiguration(maps => maps.AddProfiles(here)))
            .Scan(scan =>
                scan.FromAssemblies(here)
                    .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
                    .AsImplementedInterfaces()
                    .WithScopedLifetime()
            );
    }

    /// <summary>One closed behaviour for each request that shows families: the container closes open ones by their own parameters only.</summary>
    static IServiceCollection AddAuditOfFamilies(this IServiceCollection services, System.Reflection.Assembly assembly)
    {
        foreach (var request in assembly.GetTypes())
        foreach (
            var shows in request
                .GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IShowsFamilyData<>))
        )
        {
            var answer = shows.GetGenericArguments()[0];
            services.AddScoped(
                typeof(IPipelineBehavior<,>).MakeGenericType(request, typeof(Domain.Outcome<>).MakeGenericType(answer)),
                typeof(FamilyDataAuditBehavior<,>).MakeGenericType(request, answer)
            );
        }

        return services;
    }
}
