using System.CommandLine;
using Chs.Application.Importing;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Commands;

/// <summary>The command <c>remove-demo</c>.</summary>
sealed class RemoveDemoCommand(HostFactory createHost)
    : HostCommand(
        "remove-demo",
        "Removes the accounts, studies, responses and labs of the demo, but nothing that other people have a part in.",
        createHost
    )
{
    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        if (app.Services.GetRequiredService<ChsSettings>().Demo)
        {
            await Console.Error.WriteLineAsync(
                "Chs:Demo is on: the next start would make a demo again. Set it to false."
            );
            return ExitCode.Configuration;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var outcome = await mediator.Send(new RemoveDemo(), cancellationToken);
        if (outcome.Failed)
        {
            await Console.Error.WriteLineAsync($"{outcome.Error.Message} Nothing was removed.");
            return ExitCode.DataError;
        }

        foreach (var name in outcome.Value.Removed)
            Console.WriteLine($"Removed: {name}");
        foreach (var name in outcome.Value.Kept)
            Console.WriteLine($"Kept: {name}");
        if (outcome.Value is { Removed: [], Kept: [] })
            Console.WriteLine("This database holds nothing of the demo.");
        return ExitCode.Success;
    }
}
