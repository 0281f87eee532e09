using System.CommandLine;

namespace Chs.Api.Commands;

/// <summary>A command that uses the host's services, but doesn't serve.</summary>
abstract class HostCommand : Command
{
    protected HostCommand(string name, string description, HostFactory createHost)
        : base(name, description)
    {
        SetAction(
            async (arguments, cancellationToken) =>
            {
                await using var app = createHost(serves: false);
                if (UsesDatabase)
                    await app.Services.ThrowIfForeignSchemaAsync(cancellationToken);
                return await RunAsync(app, arguments, cancellationToken);
            }
        );
    }

    /// <summary>Whether a database of another version must stop the command.</summary>
    protected virtual bool UsesDatabase => true;

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    );
}
