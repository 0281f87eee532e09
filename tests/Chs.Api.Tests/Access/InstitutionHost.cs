using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>The real program beside a real OpenID provider; researchers need a second factor.</summary>
public sealed class InstitutionHost : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chs-oidc-").FullName;
    OpenIdProvider? _provider;
    ServerProcess? _server;

    public ServerProcess Server => _server!;

    public async Task InitializeAsync()
    {
        var port = ServerProcess.FreePort();
        _provider = await OpenIdProvider.StartAsync(new Uri($"http://127.0.0.1:{port}"));
        _server = await ServerProcess.StartAsync(
            _data,
            null,
            port,
            ("Chs__OpenId__0__Authority", _provider.Issuer.AbsoluteUri),
            ("Chs__OpenId__0__ClientId", OpenIdProvider.ClientId),
            ("Chs__OpenId__0__ClientSecret", OpenIdProvider.ClientSecret),
            ("Chs__OpenId__0__Name", "Uni <of> Somewhere"),
            ("Chs__Accounts__SecondFactor", "Researchers")
        );
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Makes an account a superuser's, in the database.</summary>
    public async Task MakeSuperuserAsync(string email)
    {
        var options = PersistenceServices.Configure(
            new DbContextOptionsBuilder<SqliteChsDbContext>(),
            DatabaseProvider.Sqlite,
            $"Data Source={Path.Combine(_data, "chs.db")};Pooling=False"
        );
        await using var db = new SqliteChsDbContext(options.Options);
        var user = await db.Users.SingleAsync(user => user.Email == email);
        user.ConfirmEmail(Some.Moment);
        user.MakeSuperuser();
        await db.SaveChangesAsync();
    }
}
