using Chs.Application.Importing;
using Chs.Domain;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api;

/// <summary>Fills a new database with the demo, and tells whoever started us where to go.</summary>
static class Startup
{
    /// <summary>How a browser on this machine reaches us.</summary>
    /// <param name="urls">As the host is told, several with semicolons between; null: the usual one.</param>
    public static Uri Reachable(string? urls)
    {
        var first = (urls ?? "http://localhost:5080")
            .Split(';')[0]
            .Replace("://*", "://localhost")
            .Replace("://+", "://localhost")
            .Replace("[::]", "localhost")
            .Replace("0.0.0.0", "localhost");
        return Uri.TryCreate(first.EndsWith('/') ? first : first + "/", UriKind.Absolute, out var url)
            ? url
            : new Uri("http://localhost:5080/");
    }

    public static async Task PrepareAsync(WebApplication app, ChsSettings settings)
    {
        if (settings.Demo && await app.Services.WhatIsMissingAsync(default) is null)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var seeded = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedDemo());
            // A conflict: another process seeds the same new database at this moment.
            if (seeded is { Failed: true, Error.Kind: not ErrorKind.Conflict })
                throw new InvalidOperationException($"The demo can't be made: {seeded.Error.Message}");
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var url = app.Urls.FirstOrDefault()?.Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
            var demo = new DemoAccounts();
            Console.WriteLine($"CHS serves {url}   API: {url}/swagger");
            if (settings.Demo)
                Console.WriteLine(
                    $"Demo log-ins: {demo.Parent}, {demo.Researcher}, {demo.Reviewer}, {demo.Administrator}; password of each: {demo.Password}"
                );
        });
    }
}
