using Chs.Application.Accounts;
using Chs.Domain;
using MediatR;

namespace Chs.Api.Commands;

/// <summary>The commands <c>appoint-reviewer e-mail</c> and <c>appoint-administrator e-mail</c>: how a new site gets its first ones.</summary>
static class AppointCommand
{
    const int NoUser = 67;

    public static async Task<int> RunAsync(WebApplication app, string email, bool administrator)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var appointed = await scope
            .ServiceProvider.GetRequiredService<IMediator>()
            .Send(new AppointReviewer(email, administrator));
        if (!appointed.Failed)
        {
            Console.WriteLine(
                administrator
                    ? $"{email} may do everything from now on."
                    : $"{email} reviews labs and studies from now on."
            );
            return 0;
        }

        await Console.Error.WriteLineAsync($"There is no account of {email}: sign up first.");
        return NoUser;
    }
}
