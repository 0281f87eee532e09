using Chs.Application;
using Chs.Application.Ports;
using Chs.BuildWorker;
using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;

// EX_CONFIG of sysexits.h: a supervisor shouldn't restart a program whose configuration is wrong.
const int configurationError = 78;

// Builds return to the queue within this time when the worker is stopped.
var shutdownTimeout = TimeSpan.FromSeconds(25);

var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);

// The worker serves its health only.
if (builder.Configuration["urls"] is null)
    builder.WebHost.UseUrls("http://localhost:5081");

if (ChsSettings.Read(builder.Configuration, out var faults) is not { } settings)
{
    foreach (var fault in faults)
        await Console.Error.WriteLineAsync(fault);
    return configurationError;
}

builder.Services.AddApplication().AddInfrastructure(settings).AddBuildWork().AddBuildHealthChecks();
builder.Services.AddScoped<ICurrentActor, NoActor>();
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdownTimeout);

var app = builder.Build();
if (await app.Services.FindForeignSchemaAsync(default) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return configurationError;
}

app.MapHealth();
await app.RunAsync();
return 0;
