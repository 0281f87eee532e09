using Chs.Api;
using Chs.Api.Access;
using Chs.Api.Commands;
using Chs.Api.FrontEnds;
using Chs.Api.Html;
using Chs.Api.JsonApi;
using Chs.Api.OpenApi;
using Chs.Api.Pages;
using Chs.Api.Play;
using Chs.Api.V3;
using Chs.Application;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

PrivateFiles.BeginProcess();
return await CommandLine.RunAsync(args, CreateHost, Startup.ServeAsync);

WebApplication CreateHost(bool serves)
{
    // The settings beside the program, not those of the folder that it is started in.
    var options = new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory };
    var builder = WebApplication.CreateBuilder(options);
    if (ChsSettings.Read(builder.Configuration, out var faults, serves) is not { } settings)
        throw new FaultySettingsException(faults);

    AddServices(builder.Services, settings);
    ConfigureServer(builder, settings);
    if (serves)
        builder.Services.AddHostedService<DemoStart>().AddBackgroundWork();
    if (serves && settings.Builds.InApi)
        builder.Services.AddBuildWork();

    var app = builder.Build();
    UseMiddleware(app, settings);
    MapEndpoints(app, settings);
    return app;
}

static void ConfigureServer(WebApplicationBuilder builder, ChsSettings settings)
{
    var urls = builder.Configuration["urls"];
    if (urls is null)
        builder.WebHost.UseUrls(ListeningAddress.Default);
    builder.WebHost.ConfigureKestrel(kestrel => RequestLimits.Apply(kestrel, settings));
    // Links in mails lead to the address at which the program listens. Registered last, so that it counts.
    if (settings.PublicUrl is null)
    {
        builder.Services.AddSingleton(settings.AddressAt(ListeningAddress.FromThisMachine(urls)));
    }
}

static void AddServices(IServiceCollection services, ChsSettings settings)
{
    services.AddApplication();
    services.AddInfrastructure(settings);
    services.AddAccess();
    services.AddInstitutionLogIns(
        settings.OpenId,
        succeeded: InstitutionPages.CompleteLogInAsync,
        failed: InstitutionPages.ShowFailureAsync
    );
    services.AddV3().AddSingleton(new NeedsInWords(OperationNeeds.PlainSentenceOf));
    services.AddOpenApiDocuments();
    services.AddPlay();
    services.AddSingleton(new PageFrame(AccountMenu.Html));
    services.AddFrontEndCors(settings);
    services.AddTrustedProxies(settings);
}

static void UseMiddleware(WebApplication app, ChsSettings settings)
{
    app.UseTrustedProxies(settings);
    app.UseMiddleware<SecurityHeadersMiddleware>();
    app.UseErrorHandling();
    app.UseMiddleware<HostNameMiddleware>();
    app.UseJsonApiSlashes();
    app.UseMiddleware<RequestBodyLimitMiddleware>();
    app.UseRouting();
    app.UseMiddleware<PlayGate>();
    app.UseFrontEnd(settings.FrontEnd);
    app.UseFrontEndCors();
    // Only receives the answers of log-ins elsewhere; requests are authenticated by our own middleware.
    if (settings.OpenId is not [])
        app.UseAuthentication();
    app.UseMiddleware<AuthenticationMiddleware>();
    app.UseMiddleware<RefusalLog>();
    app.UseOutputCache();
    app.UseSwaggerPage();
}

static void MapEndpoints(WebApplication app, ChsSettings settings)
{
    app.MapControllers();
    app.MapJsonApi();
    app.MapPages(settings);
    app.MapProblemPages();
    app.MapPlay();
    app.MapContracts();
    app.MapHealth();
}

/// <summary>The host, for tests.</summary>
public sealed partial class Program;
