using Chs.Infrastructure.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>An operator reads every fault at the first start, under the key that was set.</summary>
public class FaultySettingsTests
{
    static IReadOnlyList<string> FaultsOf(params (string Key, string? Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Chs:{v.Key}", v.Value)))
            .Build();
        ChsSettings.Read(configuration, out var faults);
        return faults;
    }

    [Theory]
    [InlineData("Databse:Provider", "Sqlite")]
    [InlineData("Databse:Provider", "")]
    [InlineData("Mail", "Smtp")]
    [InlineData("Mail:Provider:Name", "Smtp")]
    [InlineData("TrustedProxies", "127.0.0.1")]
    [InlineData("TrustedProxies:0:Address", "127.0.0.1")]
    [InlineData("PublicUrl:Host", "chs.example")]
    [InlineData("Builds:Images", "node:20")]
    [InlineData("Builds:Images:20:Name", "node:20")]
    [InlineData("Builds:CodeHosts:0", "code.example")]
    [InlineData("Builds:CodeHosts:0:Hots", "code.example")]
    [InlineData("Play:Lookit:0:Href", "https://cdn.example/a.js")]
    public void Keys_that_nothing_reads_are_named(string key, string value) =>
        Assert.Equal($"Chs:{key}: no setting of this name takes a value.", FaultsOf((key, value))[0]);

    [Theory]
    [InlineData("Demo", "perhaps")]
    [InlineData("MaximumBody", "much")]
    [InlineData("Mail:Port", "99999999999")]
    [InlineData("Mail:Port", "0")]
    [InlineData("Builds:AtOnce", "0")]
    [InlineData("Builds:AtOnce", "two")]
    [InlineData("Builds:Build:Cpus", "257")]
    [InlineData("Builds:Source:Packed", "0")]
    [InlineData("Review:LowRisk:0", "Everything")]
    [InlineData("Review:LowRisk:0", "None")]
    [InlineData("Accounts:SecondFactor", "Everybody")]
    [InlineData("Artefacts:Endpoint", "minio.example")]
    [InlineData("FrontEnd", "/front")]
    [InlineData("Play:Scripts", "other")]
    [InlineData("Play:Url", "https://play.example/below")]
    [InlineData("Play:Hosts:0", "https: ; script-src *")]
    [InlineData("Play:Lookit:0:Kind", "Picture")]
    public void Values_are_named_once_with_their_key(string key, string value)
    {
        var fault = Assert.Single(FaultsOf((key, value)));
        Assert.StartsWith($"Chs:{key}: ", fault);
        Assert.EndsWith(".", fault);
        Assert.False(fault.EndsWith("..", StringComparison.Ordinal), fault);
    }

    [Fact]
    public void What_cannot_be_bound_hides_no_other_fault()
    {
        var faults = FaultsOf(
            ("Builds:CodeHosts:0:Host", "code.example"),
            ("Builds:CodeHosts:0:Archive", "ftp://code.example/{commit}"),
            ("Builds:CodeHosts:0:AllowPrivate", "perhaps"),
            ("Builds:CodeHosts:1:Archive", "https://other.example/{commit}"),
            ("Builds:CodeHosts:1:Branch", "https://other.example/{branch}"),
            ("Queue:Provider", "Kafka"),
            ("Mail:Provider", "Smtp"),
            ("Mail:Port", "none")
        );
        string[] keys =
        [
            "Builds:CodeHosts:0:AllowPrivate",
            "Mail:Port",
            "Queue:Provider",
            "Mail:Host",
            "Builds:CodeHosts:0:Archive",
            "Builds:CodeHosts:0:Branch",
            "Builds:CodeHosts:1:Host",
        ];
        Assert.Equal(keys.Order(), faults.Select(fault => fault.Split(": ")[0]["Chs:".Length..]).Order());
    }

    [Theory]
    [InlineData("Demo", "perhaps", "must be true or false.")]
    [InlineData("Mail:Port", "none", "must be a whole number.")]
    [InlineData("Builds:CodeHosts:0:AllowPrivate", "perhaps", "must be true or false.")]
    public void What_a_value_must_look_like_is_told(string key, string value, string told) =>
        Assert.EndsWith(
            told,
            FaultsOf((key, value)).Single(fault => fault.StartsWith($"Chs:{key}: ", StringComparison.Ordinal))
        );

    [Fact]
    public void Choices_are_made_by_name_and_the_names_are_told()
    {
        var keys = ChoicesIn(typeof(ChsSettings), "").ToList();
        Assert.Contains("Queue:Provider", keys);
        Assert.Contains("Review:LowRisk:0", keys);
        Assert.All(keys, key => Assert.Contains("'1' isn't one of ", Assert.Single(FaultsOf((key, "1")))));
    }

    static IEnumerable<string> ChoicesIn(Type settings, string prefix)
    {
        foreach (var property in settings.GetProperties())
        {
            var type = property.PropertyType;
            var element = type.GenericTypeArguments.FirstOrDefault() ?? type;
            if (element.IsEnum)
                yield return $"{prefix}{property.Name}{(type.IsInterface ? ":0" : "")}";
            if (!type.IsClass || type.Namespace != typeof(ChsSettings).Namespace)
                continue;
            foreach (var below in ChoicesIn(type, $"{prefix}{property.Name}:"))
                yield return below;
        }
    }

    [Theory]
    [InlineData("Queue:Uri", "amqp://chs:hidden@broker:99999999/")]
    [InlineData("Queue:Uri", "http://chs:hidden@broker/")]
    [InlineData("SealingKey", "hidden")]
    [InlineData("Videos:CallbackKey", "hidden")]
    [InlineData("Artefacts:SecretKey", "hidden")]
    [InlineData("OpenId:0:ClientSecret", "hidden")]
    [InlineData("Mail:Pasword", "hidden")]
    [InlineData("Mail:Password:Value", "hidden")]
    [InlineData("Database", "Host=db;Password=hidden")]
    public void Secrets_are_not_repeated(string key, string value)
    {
        var faults = FaultsOf((key, value));
        Assert.NotEmpty(faults);
        Assert.DoesNotContain(faults, fault => fault.Contains("hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mail:Port")]
    [InlineData("Demo")]
    [InlineData("SealingKey")]
    [InlineData("OpenId:0:Authority")]
    [InlineData("Queue:Provider")]
    [InlineData("TrustedProxies:0")]
    public void Blank_values_are_none(string key) => Assert.Empty(FaultsOf((key, " ")));

    [Fact]
    public void Keys_of_what_is_not_chosen_are_known() =>
        Assert.Empty(
            FaultsOf(
                ("Mail:Provider", "smtp"),
                ("Mail:Host", "mail.example"),
                ("Mail:Folder", "/tmp/mail"),
                ("Artefacts:Bucket", "files"),
                ("Artefacts:Region", "eu-central-1")
            )
        );

    [Fact]
    public void Single_sign_on_needs_all_of_it() =>
        Assert.Equal(
            ["Chs:OpenId:0:Authority", "Chs:OpenId:0:ClientId", "Chs:OpenId:0:ClientSecret"],
            FaultsOf(("OpenId:0:Name", "Example University")).Select(fault => fault.Split(": ")[0])
        );

    [Theory]
    [InlineData("OpenId:Authority", "https://login.uni.example")]
    [InlineData("OpenId:ClientSecret", "hidden")]
    public void The_single_provider_of_earlier_versions_is_named_with_its_new_place(string key, string value)
    {
        var name = key.Split(':')[1];
        Assert.Equal(
            $"Chs:{key}: there can be several log-ins now: name this one OpenId:0:{name}.",
            Assert.Single(FaultsOf((key, value)))
        );
    }

    [Fact]
    public void Several_providers_say_whose_addresses_they_know()
    {
        (string, string?)[] two =
        [
            ("OpenId:0:Authority", "https://login.uni.example"),
            ("OpenId:0:ClientId", "chs"),
            ("OpenId:0:ClientSecret", "x"),
            ("OpenId:1:Preset", "Orcid"),
            ("OpenId:1:ClientId", "chs"),
            ("OpenId:1:ClientSecret", "x"),
        ];
        Assert.StartsWith("Chs:OpenId:0: name in Domains", Assert.Single(FaultsOf(two)));
        Assert.Empty(FaultsOf([.. two, ("OpenId:0:Domains:0", "uni.example")]));
        (string, string?)[] twice =
        [
            .. two[1..],
            ("OpenId:0:Domains:0", "*"),
            ("OpenId:0:Authority", "https://orcid.org"),
        ];
        Assert.Contains("Chs:OpenId:0: is there twice.", FaultsOf(twice));
    }

    [Fact]
    public void A_directory_of_Microsofts_is_one_organisations() =>
        Assert.StartsWith(
            "Chs:OpenId:0:Tenant: ",
            Assert.Single(
                FaultsOf(("OpenId:0:Preset", "Microsoft"), ("OpenId:0:ClientId", "chs"), ("OpenId:0:ClientSecret", "x"))
            )
        );
}
