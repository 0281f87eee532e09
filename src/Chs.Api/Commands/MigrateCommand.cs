using System.CommandLine;
using Chs.Infrastructure;

namespace Chs.Api.Commands;

/// <summary>The command <c>migrate</c>.</summary>
sealed class MigrateCommand(HostFactory createHost)
    : HostCommand(
        "migrate",
        "Brings the database to this version. Several processes may run it at once: a lock lets one of them migrate.",
        createHost
    )
{
    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        await app.Services.MigrateAsync(cancellationToken);
        return ExitCode.Success;
    }
}
