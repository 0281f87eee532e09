using System.CommandLine;
using Chs.Application.Accounts;
using Chs.Domain;
using MediatR;

namespace Chs.Api.Commands;

/// <summary>How a new site gets its first reviewers and administrators.</summary>
abstract class AppointCommand : HostCommand
{
    readonly Argument<string> _account = new("e-mail")
    {
        Description = "Address, or id, of an account that has signed up.",
    };

    protected AppointCommand(string name, string description, HostFactory createHost)
        : base(name, description, createHost)
    {
        Arguments.Add(_account);
    }

    protected abstract bool MakesAdministrator { get; }

    /// <param name="account">Whom the command has appointed.</param>
    protected abstract string Confirmation(string account);

    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        var account = arguments.GetRequiredValue(_account);
        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var appointed = await mediator.Send(new AppointReviewer(account, MakesAdministrator), cancellationToken);
        if (appointed.Failed)
        {
            var isUnknown = appointed.Error.Kind is ErrorKind.NotFound;
            await Console.Error.WriteLineAsync(
                isUnknown ? $"There is no account of {account}: sign up first." : appointed.Error.Message
            );
            return isUnknown ? ExitCode.NoUser : ExitCode.DataError;
        }

        Console.WriteLine(Confirmation(account));
        return ExitCode.Success;
    }
}
