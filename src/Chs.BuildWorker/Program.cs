using Chs.Application;
using Chs.Application.Ports;
using Chs.BuildWorker;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
if (builder.Configuration["urls"] is null)
    builder.WebHost.UseUrls("http://localhost:5081"); // for health only
if (ChsSettings.Read(builder.Configuration, out var faults) is not { } settings)
{
    foreach (var fault in faults)
        await Console.Error.WriteLineAsync(fault);
    return 78; // EX_CONFIG: supervisors shouldn't start us again
}

builder.Services.AddApplication().AddInfrastructure(settings).AddBuildWork();
builder.Services.AddScoped<ICurrentActor, NoActor>();
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25)); // builds go back to the queue meanwhile
var app = builder.Build();
app.MapGet("/health/live", () => "alive");
app.MapGet(
    "/health/ready",
    async (IServiceProvider services, IContainerEngine engine, IJobQueue queue, CancellationToken cancellationToken) =>
    {
        var missing =
            await services.WhatIsMissingAsync(cancellationToken)
            ?? await queue.WhatIsMissingAsync(cancellationToken)
            ?? await engine.WhatIsMissingAsync(cancellationToken);
        return missing is null
            ? Results.Text("ready")
            : Results.Text(missing, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
);
await app.RunAsync();
return 0;
