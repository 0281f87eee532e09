using Chs.Application.Importing;
using Chs.Domain;
using Chs.Infrastructure;
using MediatR;

namespace Chs.Api;

/// <summary>Fills a new database with the demo, and tells whoever started us where to go.</summary>
static class Welcome
{
    public static async Task PrepareAsync(WebApplication app, ChsSettings settings)
    {
        if (settings.Demo && await app.Services.WhatIsMissingAsync(default) is null)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var seeded = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedDemo());
            // A conflict: another process seeds the same new database at this moment.
            if (seeded is { Failed: true, Error.Kind: not ErrorKind.Conflict }) throw new InvalidOperationException($"The demo can't be made: {seeded.Error.Message}");
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var url = app.Urls.FirstOrDefault()?.Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
            var demo = new DemoAccounts();
            Console.WriteLine($"CHS serves {url}   API: {url}/swagger");
            if (settings.Demo) Console.WriteLine($"Demo log-ins: {demo.Parent}, {demo.Researcher}, {demo.Reviewer}; password of each: {demo.Password}");
        });
    }
}
