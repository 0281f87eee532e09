using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Chs.Application.Builds;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>What a build's container sends is read as an archive that somebody hostile wrote.</summary>
public sealed class BuildOutputTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("chs-output-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_each_file_with_the_digest_of_its_own_bytes()
    {
        var output = new BuildOutput(_folder, maximumFiles: 10, maximumBytes: 1000);

        Assert.Null(await output.ReadAsync(await ArchiveOfAsync(("a.js", "one"), ("b.js", "two")), default));

        Assert.Equal(["a.js", "b.js"], output.Files.Select(file => file.Path));
        Assert.All(
            output.Files,
            file =>
                Assert.Equal(file.Digest, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.LocalPath))))
        );
    }

    /// <summary>Stores are shared by digest: bytes under a foreign digest would reach other studies.</summary>
    [Fact]
    public async Task Refuses_a_path_that_comes_twice()
    {
        var output = new BuildOutput(_folder, maximumFiles: 10, maximumBytes: 1000);
        var archive = await ArchiveOfAsync(("a.js", "one"), ("./a.js", "two"), ("b.js", "three"));

        var failure = await output.ReadAsync(archive, default);

        Assert.Equal("build.bad_output", failure?.Code);
        Assert.Contains("'a.js' is in the archive twice", failure?.Message);
    }

    static async Task<Stream> ArchiveOfAsync(params (string Path, string Content)[] files)
    {
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (path, content) in files)
                await writer.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, path)
                    {
                        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                    }
                );
        }

        archive.Position = 0;
        return archive;
    }
}
