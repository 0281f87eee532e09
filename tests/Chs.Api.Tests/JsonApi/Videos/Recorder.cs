using System.Security.Cryptography;
using System.Text;

namespace Chs.Api.Tests.JsonApi.Videos;

/// <summary>What recorders do on either contract: they announce videos of a session by calls that they sign.</summary>
static class Recorder
{
    /// <summary>A session of the demo's parent. Tests share the log-in, because log-ins are limited.</summary>
    public static async Task<(Guid Study, Guid Response)> SessionAsync(this ApiHost host)
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, child) = await parent.DemoAsync();
        return (study, await parent.StartAsync(study, child));
    }

    public static string Sign(string message, string key = ApiHost.CallbackKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(message)));
}
