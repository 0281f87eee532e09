using System.Reflection;
using AutoMapper;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Builds;
using Chs.Application.Eligibility;
using Chs.Application.Idempotency;
using Chs.Application.Importing;
using Chs.Application.Labs;
using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Application.Videos;
using Chs.Domain;
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
        var assembly = typeof(ApplicationServices).Assembly;
        return services
            .AddPipeline()
            .AddFamilyDataAudit(assembly)
            .AddUseCases(assembly)
            .AddAccounts()
            .AddBuilds()
            .AddLabs()
            .AddPlays()
            .AddResponses()
            .AddSite()
            .AddStudies();
    }

    static IServiceCollection AddPipeline(this IServiceCollection services) =>
        services
            .AddScoped<ServiceFactory>(provider => type => provider.GetService(type)!)
            .AddScoped<IMediator, Mediator>()
            // The behaviour that is registered first is the outermost.
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthenticationBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(PlayBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(ScopeBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(PreparationBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>))
            .AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>))
            .AddScoped<IdempotencyContext>()
            .AddScoped<BindingFaults>()
            .AddScoped<Transactions>()
            .AddScoped(typeof(Prepared<>))
            .AddScoped<AccessControl>()
            // The pipeline refuses requests without an actor before it resolves the handlers that need one.
            .AddTransient(provider =>
                provider.GetRequiredService<ICurrentActor>().Actor
                ?? throw new InvalidOperationException(
                    "Nobody is logged in: the handler of an IAnonymous request can't take an Actor."
                )
            );

    static IServiceCollection AddUseCases(this IServiceCollection services, Assembly assembly) =>
        services
            .AddValidatorsFromAssembly(assembly, includeInternalTypes: true)
            .AddSingleton<Maps>(_ => new MapperConfiguration(maps => maps.AddMaps(assembly)))
            .Scan(scan =>
                scan.FromAssemblies(assembly)
                    .AddClasses(
                        classes => classes.AssignableToAny(typeof(IRequestHandler<,>), typeof(IPreparation<>)),
                        publicOnly: false
                    )
                    .AsImplementedInterfaces()
                    .WithTransientLifetime()
            );

    static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services
            .AddTransient<AccountFinder>()
            .AddTransient<AccountsByEmail>()
            .AddTransient<AddressHolders>()
            .AddTransient<AccountViews>()
            .AddTransient<Administrators>()
            .AddTransient<EmailNotices>()
            .AddTransient<ExternalIdentities>()
            .AddTransient<OtherWaysIn>()
            .AddTransient<ExternalLogInLinks>()
            .AddSingleton<AttemptLimits>()
            .AddTransient<ChildFinder>()
            .AddTransient<ConfirmedEmailRequirement>()
            .AddTransient<InactiveAccounts>()
            .AddTransient<JsonApiChildQueries>()
            .AddSingleton<NewPasswords>()
            .AddTransient<PasswordConfirmation>()
            .AddSingleton<SealedTexts>()
            .AddTransient<PasswordLogIn>()
            .AddTransient<LogInCodes>()
            .AddTransient<LogInRefusals>()
            .AddTransient<SecondFactors>()
            .AddTransient<SiteTexts>()
            .AddTransient<LogInSessions>()
            .AddTransient<StaffAccountViews>()
            .AddTransient<VisibleFamilies>()
            .AddTransient<HeldPlaces>()
            .AddTransient<DemoGifts>()
            .AddTransient<DemoLeftovers>()
            .AddScoped<AccountLinks>()
            .AddScoped<UnsubscribeLinks>()
            .AddScoped<IOutboxReceiver, AccountNotices>()
            .AddScoped<IOutboxReceiver, HandOverNotices>();

    static IServiceCollection AddBuilds(this IServiceCollection services) =>
        services
            .AddTransient<BuildFinder>()
            .AddTransient<BuildLocks>()
            .AddTransient<RunnerLookup>()
            .AddSingleton<BuildStore>()
            .AddSingleton<BuildJobProcessor>()
            .AddScoped<BuildPipeline>()
            .AddScoped<ArtefactUpload>()
            .AddScoped<EarlierFiles>()
            .AddScoped<IOutboxReceiver, BuildNotices>()
            .AddScoped<IOutboxReceiver, BuildQueuePublisher>()
            .AddScoped<IOutboxReceiver, OrphanedObjectRemover>();

    static IServiceCollection AddLabs(this IServiceCollection services) =>
        services
            .AddTransient<DefaultLabs>()
            .AddTransient<LabFinder>()
            .AddTransient<LabRoles>()
            .AddTransient<LabTokenAuthority>()
            .AddScoped<IOutboxReceiver, LabNotices>()
            .AddScoped<IOutboxReceiver, LabTokenNotices>();

    static IServiceCollection AddPlays(this IServiceCollection services) =>
        services.AddTransient<PlayStartFinder>().AddTransient<PlayedStudyFinder>().AddTransient<PlayTickets>();

    static IServiceCollection AddResponses(this IServiceCollection services) =>
        services
            .AddTransient<ConsentRulings>()
            .AddTransient<FeedbackFinder>()
            .AddTransient<PreviewRemoval>()
            .AddTransient<ResponseRemoval>()
            .AddTransient<StudyRemoval>()
            .AddTransient<OwnResponses>()
            .AddTransient<ResponseFinder>()
            .AddTransient<EligibilityReader>()
            .AddTransient<EligibilityViews>()
            .AddTransient<FamilyEligibility>()
            .AddTransient<ResponseOpener>()
            .AddTransient<SessionViews>()
            .AddTransient<LockedSave>()
            .AddTransient<RevisionLimits>()
            .AddTransient<EntryWriter>()
            .AddTransient<FrameActions>();

    static IServiceCollection AddSite(this IServiceCollection services) =>
        services
            .AddTransient<ContentPageFinder>()
            .AddTransient<InstitutionFinder>()
            .AddTransient<PictureStore>()
            .AddTransient<SiteStaff>()
            .AddScoped<Mailings>()
            .AddScoped<MailLimits>();

    static IServiceCollection AddStudies(this IServiceCollection services) =>
        services
            .AddTransient<JsonApiStudyQueries>()
            .AddTransient<OpenStudyRows>()
            .AddTransient<OpenStudySearch>()
            .AddTransient<StudyCriteria>()
            .AddTransient<StudyFilters>()
            .AddTransient<StudyFinder>()
            .AddTransient<StudyGivers>()
            .AddTransient<StudyRoles>()
            .AddTransient<StudyTransfer>()
            .AddTransient<StudySteps>()
            .AddTransient<StudyViews>()
            .AddTransient<ProtocolHosts>()
            .AddScoped<IOutboxReceiver, StudyNotices>();

    /// <summary>Registers a <see cref="FamilyDataAuditBehavior{TRequest, TAnswer}"/> for each request that needs one.</summary>
    /// <remarks>
    /// The container can't close the behaviour itself, because its parameters aren't those of the service type.
    /// </remarks>
    static IServiceCollection AddFamilyDataAudit(this IServiceCollection services, Assembly assembly)
    {
        var requests =
            from request in assembly.GetTypes()
            from contract in request.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IShowsFamilyData<>)
            select (Request: request, Answer: contract.GetGenericArguments()[0]);
        foreach (var (request, answer) in requests)
        {
            var outcome = typeof(Outcome<>).MakeGenericType(answer);
            services.AddScoped(
                typeof(IPipelineBehavior<,>).MakeGenericType(request, outcome),
                typeof(FamilyDataAuditBehavior<,>).MakeGenericType(request, answer)
            );
        }

        return services;
    }
}
