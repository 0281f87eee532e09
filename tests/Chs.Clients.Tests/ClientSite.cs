using Chs.Client;
using Chs.Client.Models;
using Chs.Testing;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>A site as an operator runs it, with the demo's people.</summary>
public sealed class ClientSite : IAsyncLifetime
{
    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chs-clients-");
    CodeHostStandIn? _code;
    ServerProcess? _server;

    /// <summary>Where the site is.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The folder of the mails that the site sends.</summary>
    public string Mails => Path.Combine(_data.FullName, "mail");

    public async Task InitializeAsync()
    {
        _code = await CodeHostStandIn.StartAsync();
        _code.Head = _code.Commit(("package.json", "{}"));
        (string, string)[] settings = [("Chs__Builds__InApi", "false"), .. _code.Settings];
        _server = await ServerProcess.StartAsync(_data.FullName, null, null, settings);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_code is not null)
            await _code.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>A client without a log-in.</summary>
    internal ChsClient Nobody() => ChsClient.Connect(Address);

    /// <summary>Logs in with a password.</summary>
    internal async Task<ChsClient> LogInAsync(string email, string password)
    {
        var logIn = new SessionKeyCreate { Email = email, Password = password };
        var session = await Nobody().Api.V3.SessionKeys.PostAsync(logIn).ThatIsThere();
        return ChsClient.Connect(Address, session.Key);
    }

    /// <summary>Confirms an address by the link that was mailed to it.</summary>
    internal async Task ConfirmAsync(string email)
    {
        var token = await MailFolder.TokenAsync(_data.FullName, email, "Confirm");
        await Nobody()
            .Api.V3.EmailConfirmations.PostAsync(
                new EmailConfirmation { Token = token, Password = ResearcherStoryTests.Password }
            );
    }
}
