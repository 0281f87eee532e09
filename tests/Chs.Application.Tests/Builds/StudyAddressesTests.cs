using System.Security.Cryptography;
using System.Text;
using Chs.Application.Builds;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>Files of one study become another's.</summary>
public class StudyAddressesTests
{
    static readonly Guid From = Guid.Parse("0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b");
    static readonly Guid To = Guid.Parse("0193c2f0-ffff-7e3f-8a4b-000000000001");

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static string Sha384(string text) => "sha384-" + Convert.ToBase64String(SHA384.HashData(Bytes(text)));

    static string Sha256(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Bytes(text)));

    /// <summary>The files of a build as a runner makes them for a study's address.</summary>
    static Dictionary<string, string> BuiltFor(Guid study)
    {
        var chunk = $"chunk at /studies/{study}/chunk.js — ä";
        var app = $"import '/studies/{study}/chunk.js'; check('{Sha256(chunk)}')";
        return new Dictionary<string, string>
        {
            ["chunk.js"] = chunk,
            ["app.js"] = app,
            ["plain.css"] = "body { color: black }",
            ["index.html"] =
                $"<base href='/studies/{study}/'><script src=/studies/{study}/app.js integrity='{Sha384(app)}'></script>"
                + $"<script>url = 'https%3A%2F%2Fhost%2Fstudies%2F{study}%2Fapp.js'</script>",
        };
    }

    static bool TryReplace(Dictionary<string, byte[]> files) => StudyAddresses.TryReplace(files, From, To);

    static Dictionary<string, byte[]> BytesOf(Dictionary<string, string> files) =>
        files.ToDictionary(file => file.Key, file => Bytes(file.Value));

    /// <summary>Digests of files that hold the address stand in other files, whose digests stand in the page.</summary>
    [Fact]
    public void They_are_what_a_build_of_the_other_study_would_have_made()
    {
        var files = BytesOf(BuiltFor(From));
        Assert.True(TryReplace(files));
        var expected = BuiltFor(To);
        Assert.Equal(expected.Keys, files.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, Encoding.UTF8.GetString(files[file.Key])));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay_as_they_are()
    {
        byte[] picture = [0x89, 0x50, 0xff, 0x00, .. Bytes(From.ToString()[..35])];
        var files = new Dictionary<string, byte[]> { ["a.png"] = [.. picture], ["empty.js"] = [] };
        Assert.True(TryReplace(files));
        Assert.Equal(picture, files["a.png"]);
    }

    [Fact]
    public void Builds_with_very_many_files_that_hold_the_address_are_left_to_a_build()
    {
        static Dictionary<string, byte[]> Pages(int count) =>
            Enumerable.Range(0, count).ToDictionary(i => $"{i}.html", i => Bytes($"{i} /studies/{From}/"));
        Assert.True(TryReplace(Pages(200)));
        Assert.False(TryReplace(Pages(201)));
    }

    [Theory]
    [InlineData("app.js.gz", "")]
    [InlineData("app.js.BR", "")]
    [InlineData("0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b/app.js", "")]
    [InlineData("app.js", "the id without dashes: 0193c2f01c2d7e3f8a4b5c6d7e8f9a0b")]
    [InlineData("app.js", "in Base64: L3N0dWRpZXMvMDE5M2MyZjAtMWMyZC03ZTNmLThhNGItNWM2ZDdlOGY5YTBiLw==")]
    [InlineData("app.js", "in Base64: IC9zdHVkaWVzLzAxOTNjMmYwLTFjMmQtN2UzZi04YTRiLTVjNmQ3ZThmOWEwYi8=")]
    [InlineData("app.js", "in Base64: ICAvc3R1ZGllcy8wMTkzYzJmMC0xYzJkLTdlM2YtOGE0Yi01YzZkN2U4ZjlhMGIv")]
    [InlineData("app.js", "the id in capitals: 0193C2F0-1C2D-7E3F-8A4B-5C6D7E8F9A0B")]
    public void Files_that_may_hide_the_address_are_built_anew(string path, string content)
    {
        var files = BytesOf(BuiltFor(From));
        files[path] = Bytes(content);
        Assert.False(TryReplace(files));
    }
}
