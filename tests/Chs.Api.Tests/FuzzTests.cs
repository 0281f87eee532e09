using Chs.Testing;
using Chs.Testing.Fuzzing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>
/// A short run of <c>./dev drill fuzz</c> with a fixed seed, so that a failure comes from the change under test.
/// Other seeds are for the drill.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    const int Requests = 1200;
    const int Seed = 20261124;

    readonly string _data = Directory.CreateTempSubdirectory("chs-fuzz-").FullName;

    [Fact]
    public async Task No_request_of_any_role_ends_as_a_fault_of_ours()
    {
        await using var server = await ServerProcess.StartAsync(_data, null, null, ("Chs__Builds__InApi", "false"));
        var fuzzer = await Fuzzer.RunAsync(server.Address, Requests, Seed);
        Assert.True(fuzzer.Faults is { Count: 0 }, string.Join('\n', fuzzer.Faults.Take(10)));
        Assert.Equal(Requests, fuzzer.Requests);
        // The requests reach successes and refusals of every kind.
        int[] expected = [200, 201, 204, 400, 401, 403, 404, 409];
        Assert.Empty(expected.Except(fuzzer.Statuses.Keys));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
