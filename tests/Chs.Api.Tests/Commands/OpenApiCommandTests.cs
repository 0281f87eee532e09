using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Commands;

public sealed class OpenApiCommandTests : IDisposable
{
    readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Openapi_writes_the_contracts_of_the_repository()
    {
        var (code, output) = await _folder.RunAsync($"openapi \"{_folder.Data}/contracts\"");
        Assert.True(code == 0, output);
        string[] names = ["v3.json", "runner.json"];
        foreach (var name in names)
            Assert.Equal(
                await File.ReadAllTextAsync(Repository.File($"openapi/{name}")),
                await File.ReadAllTextAsync($"{_folder.Data}/contracts/{name}")
            );
    }
}
