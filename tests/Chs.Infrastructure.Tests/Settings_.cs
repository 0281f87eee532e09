using Chs.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Chs.Infrastructure.Tests;

public class Settings_
{
    static (ChsSettings? Settings, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Chs:{v.Key}", (string?)v.Value))).Build();
        return (ChsSettings.Read(configuration, out var faults), faults);
    }

    [Fact]
    public void Need_nothing_for_the_embedded_default()
    {
        var (settings, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal((DatabaseProvider.Sqlite, true), (settings!.Database, settings.Demo));
        Assert.StartsWith(Path.GetFullPath(".chs"), settings.Mail.Folder);
    }

    [Fact]
    public void Name_all_their_faults_at_once()
    {
        var (settings, faults) = Read(("Database:Provider", "Postgres"), ("Demo", "perhaps"), ("PublicUrl", "ftp://x"), ("Mail:Provider", "Smtp"), ("TrustedProxies:0", "everybody"), ("MaximumBody", "-1"), ("AllowedOrigins:0", "https://front.example/page"), ("Databse:Provider", "Sqlite"), ("Stage:Scripts", "lookit"));
        Assert.Null(settings);
        foreach (var key in (string[])["Database:ConnectionString", "Demo", "PublicUrl", "Mail:Host", "TrustedProxies", "MaximumBody", "AllowedOrigins", "Databse:Provider", "Stage:Lookit"])
            Assert.Contains(faults, fault => fault.StartsWith($"Chs:{key}: ", StringComparison.Ordinal));
        Assert.Equal(9, faults.Count);
    }

    [Theory, InlineData("Queue:Provider", "RabbitMq"), InlineData("Artefacts:Provider", "S3"), InlineData("Videos:Provider", "S3"), InlineData("Mail:Provider", "SendGrid"), InlineData("Database:Provider", "1")]
    public void Refuse_what_isn_t_there_yet_instead_of_ignoring_it(string key, string value) => Assert.Contains(Read((key, value)).Faults, fault => fault.Contains(value, StringComparison.Ordinal));

    [Fact]
    public void Take_the_published_scripts_with_their_integrity()
    {
        var (settings, _) = Read(("Stage:Scripts", "lookit"), ("Stage:Lookit:0:Url", "https://cdn.example/a.js"), ("Stage:Lookit:0:Integrity", "sha384-x"));
        Assert.Equal(new StageScript("https://cdn.example/a.js", "sha384-x"), settings!.Stage.Lookit.Single());
        Assert.NotEmpty(Read(("Stage:Lookit:0:Url", "http://cdn.example/a.js"), ("Stage:Lookit:0:Integrity", "sha384-x")).Faults);
        Assert.NotEmpty(Read(("Stage:MediaSources:0", "https: ; script-src *")).Faults);
    }
}

public class SettingsPage_
{
    [Fact]
    public void Lists_exactly_the_keys_that_are_read()
    {
        var source = string.Concat(Directory.GetFiles(Chs.Testing.Repository.File("src/Chs.Infrastructure"), "*Settings*.cs").Select(File.ReadAllText));
        var read = System.Text.RegularExpressions.Regex.Matches(source, "reader\\.(?:Text|Flag|Number|Choice|Only|WebAddress|Addresses|List|Origins|Scripts|Secret|Key)\\(\"([A-Za-z:]+)\"").Select(m => "Chs__" + m.Groups[1].Value.Replace(":", "__")).ToHashSet();
        var page = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Chs.Testing.Repository.File("docs/configuration.md")), "^\\| `(Chs__\\w+)`", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(read);
        Assert.Equal(read.Order(), page.Order());
    }
}
