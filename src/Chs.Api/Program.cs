using System.Text.Json;
using System.Text.Json.Serialization;
using Chs.Api;
using Chs.Api.Access;
using Chs.Api.Commands;
using Chs.Api.JsonApi;
using Chs.Api.OpenApi;
using Chs.Api.Pages;
using Chs.Api.Play;
using Chs.Api.V3;
using Chs.Application;
using Chs.Application.Importing;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using FluentValidation;
using FluentValidation.AspNetCore;
using MediatR;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.Formatters;

// The settings beside the program, not those of whatever folder it is started in.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
if (builder.Configuration["urls"] is null)
    builder.WebHost.UseUrls("http://localhost:5080");
if (ChsSettings.Read(builder.Configuration, out var faults) is not { } settings)
{
    foreach (var fault in faults)
        await Console.Error.WriteLineAsync(fault);
    return 78; // EX_CONFIG: supervisors shouldn't start us again
}

builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.Limits.MaxRequestBodySize = settings.MaximumBody * RequestBodyLimitMiddleware.Patience
);
builder.Services.AddApplication().AddInfrastructure(settings);
if (settings.PublicUrl is null)
    builder.Services.AddSingleton(new SiteAddress(Startup.Reachable(builder.Configuration["urls"]), settings.FrontEnd)); // where links in mails lead
builder
    .Services.AddMemoryCache()
    .AddSingleton<LogInThrottle>()
    .AddSingleton<KnownDevice>()
    .AddSingleton<PlayAssets>();
builder
    .Services.AddScoped<RequestActor>()
    .AddScoped<ICurrentActor>(services => services.GetRequiredService<RequestActor>());
builder.Services.AddScoped<Antiforgery>().AddScoped<V3Gate>().AddSingleton<CallbackSignature>();
ValidatorOptions.Global.LanguageManager.Enabled = false; // messages are English, whatever the server's locale

builder
    .Services.AddControllers(mvc =>
    {
        mvc.SuppressAsyncSuffixInActionNames = false;
        mvc.OutputFormatters.RemoveType<StringOutputFormatter>(); // everything is JSON, a text too
        var json = mvc.OutputFormatters.OfType<SystemTextJsonOutputFormatter>().Single().SupportedMediaTypes;
        json.Clear();
        json.Add("application/json");
        json.Add(V3Problems.MediaType);
    })
    .ConfigureApiBehaviorOptions(api =>
    {
        api.InvalidModelStateResponseFactory = V3Problems.OfModelState;
        api.SuppressMapClientErrors = true; // answered by Faults, in the form of the contract
    })
    .AddJsonOptions(options =>
    {
        var json = options.JsonSerializerOptions;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow; // a misspelt member is a fault, not a silent loss
        json.RespectNullableAnnotations = true;
        json.AllowDuplicateProperties = false;
    });

// Without credentials: a front end elsewhere brings a token, never a family's cookie.
builder.Services.AddCors(cors =>
    cors.AddDefaultPolicy(policy =>
        policy
            .WithOrigins([.. settings.AllowedOrigins])
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders("ETag", "Location", "Idempotent-Replayed", "Content-Disposition")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))
    )
);
builder.Services.AddFluentValidationClientsideAdapters(); // metadata only: the pipeline validates
builder.Services.AddOpenApiDocuments();
builder.Services.AddInstitutionLogIn(settings.OpenId);
builder.Services.Configure<ForwardedHeadersOptions>(proxies =>
{
    // The framework trusts whatever runs on this machine; we trust whom the operator names.
    proxies.KnownProxies.Clear();
    proxies.KnownIPNetworks.Clear();
    proxies.ForwardedHeaders =
        ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
    foreach (var proxy in settings.TrustedProxies)
        proxies.KnownProxies.Add(proxy);
});

var verb = args.FirstOrDefault(arg => !arg.StartsWith('-'));
if (verb is null)
{
    builder.Services.AddBackgroundWork();
    if (settings.Builds.InApi)
        builder.Services.AddBuildWork();
}

var app = builder.Build();
if (settings.TrustedProxies is not [])
    app.UseForwardedHeaders(); // with nobody named it might believe everybody
app.UseErrorHandling();
app.UseJsonApiSlashes();
app.UseMiddleware<SecurityHeadersMiddleware>();
app.UseMiddleware<RequestBodyLimitMiddleware>();
app.UseRouting();
app.UseWhen(http => http.Request.Path.StartsWithSegments("/api/v3"), v3 => v3.UseCors());
if (settings.OpenId is not null)
    app.UseAuthentication(); // takes the institution's answer; who asks is found out by ourselves
app.UseMiddleware<AuthenticationMiddleware>();
app.UseSwagger(options => options.RouteTemplate = "openapi/{documentName}.json");
app.UseSwaggerUI(options =>
{
    options.RoutePrefix = "swagger";
    options.DocumentTitle = "CHS API";
    options.SwaggerEndpoint("/openapi/v3.json", "v3");
    options.SwaggerEndpoint("/openapi/runner.json", "runner (v1, v2)");
    // A browser's log-in works here too: unsafe requests repeat the antiforgery cookie.
    options.UseRequestInterceptor(
        "(request) => { const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/); if (token) request.headers['X-CSRFToken'] = token[1]; return request; }"
    );
});
app.MapControllers();
app.MapJsonApi();
app.MapSitePages();
app.MapAccountPages();
app.MapMedia();
app.MapInstitutionLogIn(settings.OpenId);
app.MapPlayer();
app.MapGet("/health/live", () => "alive").ExcludeFromDescription();
app.MapGet(
        "/health/ready",
        async (IServiceProvider services, CancellationToken cancellationToken) =>
            await services.WhatIsMissingAsync(cancellationToken) is { } missing
                ? Results.Text(missing, statusCode: 503)
                : Results.Text("ready")
    )
    .ExcludeFromDescription();

switch (verb)
{
    case "migrate":
        await app.Services.MigrateAsync(default);
        return 0;
    case "openapi":
        await PublishedContract.WriteAsync(app, args[^1]);
        return 0;
    case "appoint-reviewer":
    case "appoint-administrator":
        return await AppointCommand.RunAsync(app, args[^1], verb is "appoint-administrator");
    case "verify-audit":
        return await VerifyAuditCommand.RunAsync(app, builder.Configuration["expect"]);
    case "import-lookit":
        return await ImportCommand.RunAsync(app, builder.Configuration["from"]);
    case not null:
        await Console.Error.WriteLineAsync(
            $"'{verb}' isn't a command: migrate, appoint-reviewer <e-mail>, appoint-administrator <e-mail>, verify-audit [--expect <number>:<digest>], import-lookit --from <connection string>, openapi <folder>, or nothing to serve."
        );
        return 64;
}

if (settings.Database is Chs.Infrastructure.Persistence.DatabaseProvider.Sqlite)
{
    // The embedded default looks after itself; on a server, migrating is a step of its own.
    await app.Services.MigrateAsync(default);
}

await Startup.PrepareAsync(app, settings);
await app.RunAsync();
return 0;

/// <summary>The host, for tests.</summary>
public sealed partial class Program;
