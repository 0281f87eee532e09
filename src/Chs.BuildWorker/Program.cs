using Chs.Application;
using Chs.Application.Ports;
using Chs.BuildWorker;
using Chs.Infrastructure;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (ChsSettings.Read(builder.Configuration, out var faults) is not { } settings)
{
    foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
    return 78;      // EX_CONFIG: supervisors shouldn't start us again
}

builder.Services.AddApplication().AddInfrastructure(settings);
builder.Services.AddScoped<ICurrentActor, NoActor>();
builder.Services.AddHostedService<Readiness>();
await builder.Build().RunAsync();
return 0;
