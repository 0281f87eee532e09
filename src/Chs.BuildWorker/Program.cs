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

builder.Services.AddApplication().AddInfrastructure(settings).AddBuildWork();
builder.Services.AddScoped<ICurrentActor, NoActor>();
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdownTimeout);

var app = builder.Build();
if (await app.Services.FindForeignSchemaAsync(default) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return configurationError;
}

app.MapGet("/health/live", () => "alive");
app.MapGet(
    "/health/ready",
    async (IServiceProvider services, IContainerEngine engine, IJobQueue queue, CancellationToken cancellationToken) =>
    {
        var missing =
            await services.WhatIsMissingAsync(cancellationToken)
            ?? await queue.CheckHealthAsync(cancellationToken)
            ?? await engine.CheckHealthAsync(cancellationToken);
        return missing is null
            ? Results.Text("ready")
            : Results.Text(missing, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
);
await app.RunAsync();
return 0;
