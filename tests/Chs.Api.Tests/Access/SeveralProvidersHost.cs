using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>
/// The real program beside four real OpenID providers: a university, a company that says anything of anybody, ORCID, which
/// tells no addresses, and one that speaks in the name of the university.
/// </summary>
public sealed class SeveralProvidersHost : IAsyncLifetime
{
    public const string University = "/login/institution/",
        Company = "/login/institution/1/",
        Orcid = "/login/institution/2/",
        Impostor = "/login/institution/3/";

    readonly string _data = Directory.CreateTempSubdirectory("chs-oidcs-").FullName;
    readonly List<OpenIdProvider> _providers = [];
    ServerProcess? _server;

    public ServerProcess Server => _server!;

    public async Task InitializeAsync()
    {
        var port = ServerProcess.FreePort();
        var site = new Uri($"http://127.0.0.1:{port}");
        _providers.Add(await OpenIdProvider.StartAsync(site));
        _providers.Add(await OpenIdProvider.StartAsync(site, 1));
        _providers.Add(await OpenIdProvider.StartAsync(site, 2));
        _providers.Add(await OpenIdProvider.StartAsync(site, 3, _providers[0].Issuer));
        (string, string)[] settings =
        [
            ("Chs__OpenId__0__Domains__0", "uni.example"),
            ("Chs__OpenId__1__Domains__0", "company.example"),
            ("Chs__OpenId__1__Name", "Company"),
            ("Chs__OpenId__2__Preset", "Orcid"),
            ("Chs__OpenId__3__Domains__0", "*"),
            .. _providers.SelectMany((provider, i) => SettingsOf(provider, i)),
        ];
        _server = await ServerProcess.StartAsync(_data, null, port, settings);
    }

    static IEnumerable<(string, string)> SettingsOf(OpenIdProvider provider, int index) =>
        [
            ($"Chs__OpenId__{index}__Authority", provider.Address.AbsoluteUri),
            ($"Chs__OpenId__{index}__ClientId", OpenIdProvider.ClientId),
            ($"Chs__OpenId__{index}__ClientSecret", OpenIdProvider.ClientSecret),
        ];

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        foreach (var provider in _providers)
            await provider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
