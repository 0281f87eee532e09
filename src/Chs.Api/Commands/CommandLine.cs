using System.CommandLine;
using System.CommandLine.Parsing;

namespace Chs.Api.Commands;

/// <summary>The program's command line: a command, or none to serve, and settings for the host beside it.</summary>
static class CommandLine
{
    const string Description = """
        CHS, a backend for online developmental science. Without a command it serves until it is stopped.

        Settings may follow as --name=value, such as --urls=http://localhost:5080 or --Chs:Demo=true;
        they override environment variables. docs/configuration.md lists them.
        """;

    /// <summary>Settings of the host itself, which have no section in their name.</summary>
    static readonly string[] HostSettings = ["--urls", "--environment", "--contentRoot", "--applicationName"];

    /// <param name="args">As the program was started with. The host reads the settings in them by itself.</param>
    /// <param name="serve">Serves until the host is stopped.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, HostFactory createHost, Func<WebApplication, Task> serve)
    {
        var root = new RootCommand(Description)
        {
            new MigrateCommand(createHost),
            new OpenApiCommand(createHost),
            new AppointReviewerCommand(createHost),
            new AppointAdministratorCommand(createHost),
            new VerifyAuditCommand(createHost),
            new ImportLookitCommand(createHost),
            new RemoveDemoCommand(createHost),
        };
        root.SetAction(
            async (_, _) =>
            {
                await using var app = createHost(serves: true);
                await serve(app);
            }
        );

        // Neither response files (@file) nor bundled short options: arguments mean what they say.
        var syntax = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var parsed = root.Parse(WithoutSettings(args, NamesOfOptions(root)), syntax);
        return parsed.Errors is [] ? await InvokeAsync(parsed) : await RefuseAsync(parsed.Errors);
    }

    static async Task<int> InvokeAsync(ParseResult parsed)
    {
        // The host and the commands handle signals and faults by themselves.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (FaultySettingsException faulty)
        {
            foreach (var fault in faulty.Faults)
                await Console.Error.WriteLineAsync(fault);
            return ExitCode.Configuration;
        }
    }

    static async Task<int> RefuseAsync(IEnumerable<ParseError> errors)
    {
        foreach (var error in errors)
            await Console.Error.WriteLineAsync(error.Message);
        await Console.Error.WriteLineAsync("Use --help for the commands and their arguments.");
        return ExitCode.Usage;
    }

    static HashSet<string> NamesOfOptions(RootCommand root) =>
        root
            .Options.Concat(root.Subcommands.SelectMany(command => command.Options))
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .ToHashSet();

    /// <summary>Leaves out <c>--name=value</c>, and <c>--name value</c> where the name can only be a setting's.</summary>
    static List<string> WithoutSettings(string[] args, HashSet<string> options)
    {
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || options.Contains(name))
            {
                rest.Add(args[i]);
                continue;
            }

            var hasValue = name.Length < args[i].Length;
            if (hasValue)
                continue;
            // The value is the next argument.
            if (name.Contains(':') || HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase))
                i++;
            else
                rest.Add(args[i]);
        }

        return rest;
    }
}
