using System.Reflection;
using System.Text.RegularExpressions;
using Chs.Testing;
using NetArchTest.Rules;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>Whoever opens the tree knows where a thing lives.</summary>
public class FoldersTests
{
    static readonly Assembly Host = Assembly.Load("Chs.Api");

    static readonly string[] Features = Names(
        "Accounts Auditing Builds Eligibility Labs Messaging Plays Responses Site Studies Videos"
    );

    static readonly string[] Resources = Names("Children Demographics Feedback Labs Responses Studies Users Videos");

    static readonly string[] ApplicationRooms = Names(
        "Access Exports Idempotency Importing Paging Pipeline Ports Rules Scheduling"
    );

    static readonly string[] OutsideSystems = Names(
        "Containers Exports Identity Importing Mail ObjectStores Persistence Queues Scheduling Settings Site Sources Telemetry"
    );

    /// <summary>What each room of the host may use of the others. What it isn't given, it may not see.</summary>
    static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Access"] = [],
        ["Html"] = [],
        ["Commands"] = [],
        ["V3"] = ["Access"],
        ["JsonApi"] = ["Access"],
        ["Play"] = ["Access", "Html"],
        ["FrontEnds"] = ["Pages"],
        ["Pages"] = ["Access", "Html"],
        ["OpenApi"] = ["V3", "JsonApi"],
    };

    public static TheoryData<string> RoomNames => [.. Rooms.Keys];

    [Theory, MemberData(nameof(RoomNames))]
    public void Rooms_of_the_host_see_only_what_they_are_given(string room)
    {
        var types = Types.InAssembly(Host).That().ResideInNamespaceMatching($@"^Chs\.Api\.{room}(\.|$)");
        Assert.NotEmpty(types.GetTypes());
        string[] others = [.. Rooms.Keys.Except(Rooms[room]).Where(other => other != room)];
        var result = types.ShouldNot().HaveDependencyOnAny([.. others.Select(other => $"Chs.Api.{other}")]).GetResult();
        Assert.True(result.IsSuccessful, string.Join('\n', result.FailingTypeNames ?? []));
    }

    public static TheoryData<string, string[]> Folders =>
        new()
        {
            { "Chs.Domain", Features },
            { "Chs.Application", [.. Features, .. ApplicationRooms] },
            { "Chs.Infrastructure", OutsideSystems },
            { "Chs.Infrastructure/Persistence", [.. Features, "Migrations"] },
            { "Chs.Api", [.. Rooms.Keys] },
            { "Chs.Api/V3", Features },
            { "Chs.Api/JsonApi", Resources },
        };

    [Theory, MemberData(nameof(Folders))]
    public void Folders_are_features_in_the_same_spelling(string place, string[] allowed)
    {
        var folders = Directory
            .GetDirectories(Path.Combine(Repository.Root, "src", place))
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("bin" or "obj" or "Properties"));
        Assert.All(folders, folder => Assert.Contains(folder, allowed));
    }

    [Fact]
    public void Folders_are_not_kinds() =>
        Assert.DoesNotContain(
            SourceTree.SourceFiles("src"),
            file => Regex.IsMatch(file, "/(Services|Helpers|Common|Utils|Models|Managers)/")
        );

    [Fact]
    public void Files_stay_below_four_hundred_lines()
    {
        string[] files = [.. new[] { "src", "tests", "bench" }.SelectMany(SourceTree.SourceFiles)];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadLines(file).Skip(400).Any());
    }

    static string[] Names(string separatedBySpaces) => separatedBySpaces.Split(' ');
}
