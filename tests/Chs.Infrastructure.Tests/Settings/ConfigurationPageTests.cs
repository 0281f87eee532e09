using System.Text.RegularExpressions;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>docs/configuration.md.</summary>
public class ConfigurationPageTests
{
    [Fact]
    public void Lists_exactly_the_keys_that_are_read()
    {
        ChsSettings.Read(new ConfigurationBuilder().Build(), out _, out var keys);
        var read = keys.Select(key => "Chs__" + key.Replace(":", "__")).ToHashSet();
        var text = File.ReadAllText(Repository.File("docs/configuration.md"));
        var page = Regex
            .Matches(text, "^\\| `(Chs__\\w+)`", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.NotEmpty(read);
        Assert.Equal(read.Order(), page.Order());
    }
}
