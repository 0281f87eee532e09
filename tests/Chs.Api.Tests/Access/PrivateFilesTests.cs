using System.Runtime.Versioning;
using Chs.Api.Tests.Commands;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Issue 18, number 9: who has another account on the machine reads nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    readonly CommandFolder _folder = new();
    readonly string _elsewhere = Directory.CreateTempSubdirectory("chs-elsewhere-").FullName;

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_elsewhere, recursive: true);
    }

    [Fact]
    public async Task Whatever_the_program_makes_is_its_users_alone()
    {
        var data = Path.Combine(_folder.Data, "new");
        var mail = Path.Combine(_elsewhere, "mail");
        var artefacts = Path.Combine(_elsewhere, "artefacts");
        await using var server = await ServerProcess.StartAsync(
            data,
            null,
            null,
            ("Chs__Mail__Folder", mail),
            ("Chs__Artefacts__Folder", artefacts)
        );
        await UseAsync(server, mail);

        Assert.NotEmpty(Directory.GetFiles(artefacts, "*", SearchOption.AllDirectories));
        foreach (var name in (string[])["chs.db", "chs.db-wal", "chs.db-shm", "sealing.key"])
            Assert.True(File.Exists(Path.Combine(data, name)), name);
        AssertClosed(data, mail, artefacts);
        Assert.DoesNotContain("Others can", server.Output);
    }

    /// <summary>As an earlier version left them, and as a copy of a backup arrives.</summary>
    [Fact]
    public async Task Files_that_are_open_to_others_are_closed_at_the_start_and_named()
    {
        await using (var before = await ServerProcess.StartAsync(_folder.Data))
            await UseAsync(before, Path.Combine(_folder.Data, "mail"));
        foreach (var entry in Entries(_folder.Data))
            entry.UnixFileMode |= Everybody;

        await using var server = await ServerProcess.StartAsync(_folder.Data);
        AssertClosed(_folder.Data);
        foreach (var name in (string[])["chs.db", "sealing.key", "mail", "artefacts"])
            Assert.Contains($"Others could read {Path.Combine(_folder.Data, name)}", server.Output);
    }

    [Fact]
    public async Task A_folder_that_is_not_its_alone_is_left_and_named_and_what_it_makes_in_it_is_closed()
    {
        var shared = new DirectoryInfo(_folder.Data);
        var foreign = Path.Combine(shared.FullName, "readme.txt");
        await File.WriteAllTextAsync(foreign, "an operator's");
        var link = Path.Combine(shared.FullName, "builds");
        File.CreateSymbolicLink(link, foreign);
        shared.UnixFileMode = Everybody;
        File.SetUnixFileMode(foreign, Everybody);

        await using var server = await ServerProcess.StartAsync(_folder.Data);
        Assert.Equal(
            (Everybody, Everybody),
            (new DirectoryInfo(_folder.Data).UnixFileMode, File.GetUnixFileMode(foreign))
        );
        Assert.Contains($"Others can list or read {_folder.Data}", server.Output);
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(_folder.Data, "chs.db")) | Owner);
    }

    /// <summary>Seals something, sends a mail, and stores a picture.</summary>
    static async Task UseAsync(ServerProcess server, string mail)
    {
        using var reviewer = ApiClient.To(server.Address);
        await reviewer.LogInAsync("reviewer@demo.chs");
        using var administrator = ApiClient.To(server.Address);
        await administrator.LogInAsync("admin@demo.chs");
        await administrator.PostAsync("/api/v3/password-resets", new { email = "parent@demo.chs" }).SucceedsAsync();
        await Eventually.HoldsAsync(
            "a mail",
            () => Directory.Exists(mail) && Directory.GetFiles(mail, "*.eml").Length > 0
        );
        var labs = await administrator.GetJsonAsync("/api/v3/labs");
        var lab = labs.GetProperty("items")[0].GetProperty("id").GetGuid();
        using var picture = Some.Picture(40, 20);
        await administrator.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/pictures/banner", picture).SucceedsAsync();
    }

    static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Prepend(new DirectoryInfo(folder));

    static void AssertClosed(params string[] folders)
    {
        foreach (var entry in folders.SelectMany(Entries))
            Assert.True((entry.UnixFileMode & ~Owner) == UnixFileMode.None, $"{entry.FullName}: {entry.UnixFileMode}");
    }
}
