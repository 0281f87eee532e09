using Chs.Testing;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>The TypeScript client, made anew from the contract and compiled with its stories.</summary>
public sealed class TypeScriptClient : IAsyncLifetime
{
    public static string PathOf(string path) => Repository.File($"clients/typescript/{path}");

    public async Task InitializeAsync()
    {
        if (
            File.GetLastWriteTime(PathOf("node_modules/.package-lock.json"))
            < File.GetLastWriteTime(PathOf("package-lock.json"))
        )
            await MakeAsync("ci", "--no-audit", "--no-fund", "--loglevel=error");
        await MakeAsync("run", "--silent", "generate");
        await MakeAsync("run", "--silent", "build");
        await MakeAsync("run", "--silent", "stories");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs a program in the client's folder.</summary>
    public static Task<(int Code, string Output)> RunAsync(string program, params string[] arguments) =>
        Programs.RunAsync(program, arguments, PathOf(""));

    static async Task MakeAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync("npm", arguments);
        Assert.True(code == 0, $"npm {string.Join(' ', arguments)}\n{output}");
    }
}
