using System.Text.RegularExpressions;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>docs/configuration.md.</summary>
public class ConfigurationPageTests
{
    [Fact]
    public void Lists_exactly_the_keys_that_are_read()
    {
        var read = KeysOf(typeof(ChsSettings), "Chs").ToHashSet();
        var text = File.ReadAllText(Repository.File("docs/configuration.md"));
        var page = Regex
            .Matches(text, "^\\| `(Chs__\\w+)`", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.NotEmpty(read);
        Assert.Equal(read.Order(), page.Order());
    }

    static IEnumerable<string> KeysOf(Type settings, string prefix) =>
        from property in settings.GetProperties()
        let key = $"{prefix}__{property.Name}"
        from keyOrBelow in IsSection(property.PropertyType) ? KeysOf(property.PropertyType, key) : [key]
        select keyOrBelow;

    static bool IsSection(Type type) => type.IsClass && type.Namespace == typeof(ChsSettings).Namespace;
}
