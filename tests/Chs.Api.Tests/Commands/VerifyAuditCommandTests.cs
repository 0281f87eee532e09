using Xunit;

namespace Chs.Api.Tests.Commands;

/// <summary>Finding out what was done to the audit log.</summary>
public sealed class VerifyAuditCommandTests(SealedAuditLog log) : IClassFixture<SealedAuditLog>, IDisposable
{
    const int Broken = 65;

    readonly CommandFolder _folder = log.Folder.Copy();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_intact_log_is_verified() => Assert.True(log.Verification.Code == 0, log.Verification.Output);

    [Fact]
    public async Task An_intact_log_ends_with_the_seal_that_was_kept_elsewhere()
    {
        var (code, output) = await _folder.RunAsync($"verify-audit --expect {log.Seal}");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Only_the_seal_that_was_kept_elsewhere_shows_that_the_end_was_cut_off()
    {
        Assert.Equal(1, _folder.Execute($"DELETE FROM audit WHERE chain_number = {log.Seal.Split(':')[0]}"));
        var (code, _) = await _folder.RunAsync("verify-audit");
        Assert.Equal(0, code);
        var (codeOfExpected, _) = await _folder.RunAsync($"verify-audit --expect {log.Seal}");
        Assert.Equal(Broken, codeOfExpected);
    }

    [Fact]
    public async Task A_changed_entry_is_found()
    {
        Assert.Equal(1, _folder.Execute("UPDATE audit SET action = action || '!' WHERE chain_number = 2"));
        var (code, output) = await _folder.RunAsync("verify-audit");
        Assert.Equal(Broken, code);
        Assert.Contains("Entry 2 isn't as it was sealed", output);
    }
}
