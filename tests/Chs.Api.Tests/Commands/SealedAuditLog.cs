using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Commands;

/// <summary>The data of a server that has logged somebody in, sealed its audit log, and ended.</summary>
public sealed class SealedAuditLog : IAsyncLifetime
{
    public CommandFolder Folder { get; } = new();

    /// <summary>Exit code and output of <c>verify-audit</c>.</summary>
    public (int Code, string Output) Verification { get; private set; }

    /// <summary>Number and digest of the last entry.</summary>
    public string Seal => Regex.Match(Verification.Output, @"\d+:[0-9a-f]{64}").Value;

    public async Task InitializeAsync()
    {
        await using (var server = await ServerProcess.StartAsync(Folder.Data))
        {
            using var parent = ApiClient.To(server.Address);
            await parent.LogInAsync("parent@demo.chs");
            await Eventually.HoldsAsync(
                "the seals of all entries of the audit log, which the server's clock sets",
                () => Folder.Scalar("SELECT count(*) FROM audit WHERE chain_number IS NULL") == 0
            );
        }

        Verification = await Folder.RunAsync("verify-audit");
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }
}
