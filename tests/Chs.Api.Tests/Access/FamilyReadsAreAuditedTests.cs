using System.Net;
using System.Text.Json;
using Chs.Api.Access;
using Chs.Api.Tests.Access.Roles;
using Chs.Domain.Responses;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>
/// Issue 18, number 11: who reads of families leaves a line. Which operations show families is found in the published
/// contracts, so that a new one can't be forgotten.
/// </summary>
[Collection("api")]
public class FamilyReadsAreAuditedTests(ApiHost host, RoleWorld world) : IClassFixture<RoleWorld>
{
    const string Reader = "superuser";

    /// <summary>Members of answers that tell of a family or of what it did.</summary>
    static readonly HashSet<string> FamilyMembers =
    [
        "email",
        "givenName",
        "birthday",
        "hashedChildId",
        "hashedParticipantId",
        "fullName",
        "comment",
        "given_name",
        "child_birthdays",
        "hash_child_id",
        "exp_data",
        "full_name",
    ];

    /// <summary>Operations that have such members, or stand below sessions, and show no other family.</summary>
    static readonly Dictionary<string, string> ShowsNone = new()
    {
        ["getMe"] = "yourself",
        ["listChildren"] = "your own",
        ["getChild"] = "your own",
        ["listMyResponses"] = "your own",
        ["getMyResponse"] = "your own",
        ["listDemographics"] = "your own",
        ["listMyOpenStudies"] = "your own",
        ["getMyOpenStudy"] = "your own",
        ["listLabMembers"] = "researchers",
        ["listStudyResearchers"] = "researchers",
        ["listTestParticipants"] = "invented by the study's researchers",
        ["getResponseNumbers"] = "numbers, if nobody is named",
    };

    public static TheoryData<string, string> Reads
    {
        get
        {
            TheoryData<string, string> reads = [];
            foreach (var (name, document) in Contracts)
            foreach (var server in Contract.ServersOf(document))
            foreach (var path in document.GetProperty("paths").EnumerateObject())
            {
                if (!path.Value.TryGetProperty("get", out var read) || !ShowsFamilies(document, path.Name, read))
                    continue;
                var id = read.GetProperty("operationId").GetString()!;
                if (name == "runner" || !ShowsNone.ContainsKey(id))
                    reads.Add(id, server + path.Name);
            }

            return reads;
        }
    }

    static IEnumerable<(string Name, JsonElement Document)> Contracts =>
        new[] { "v3", "runner" }.Select(name =>
            (name, JsonDocument.Parse(File.ReadAllText(Repository.File($"openapi/{name}.json"))).RootElement)
        );

    static bool ShowsFamilies(JsonElement document, string path, JsonElement operation) =>
        path.Contains("responses") || MembersOf(document, operation.GetProperty("responses")).Overlaps(FamilyMembers);

    static HashSet<string> MembersOf(JsonElement document, JsonElement answers)
    {
        HashSet<string> members = [],
            seen = [];
        foreach (var answer in answers.EnumerateObject().Where(answer => answer.Name.StartsWith('2')))
        {
            if (!answer.Value.TryGetProperty("content", out var content))
                continue;
            foreach (var media in content.EnumerateObject())
                Collect(document, media.Value.GetProperty("schema"), members, seen);
        }

        return members;
    }

    static void Collect(JsonElement document, JsonElement schema, HashSet<string> members, HashSet<string> seen)
    {
        if (schema.ValueKind is JsonValueKind.Array)
        {
            foreach (var part in schema.EnumerateArray())
                Collect(document, part, members, seen);
            return;
        }

        if (schema.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var part in schema.EnumerateObject())
        {
            if (part.NameEquals("$ref"))
            {
                var name = part.Value.GetString()!.Split('/')[^1];
                if (seen.Add(name))
                    Collect(
                        document,
                        document.GetProperty("components").GetProperty("schemas").GetProperty(name),
                        members,
                        seen
                    );
                continue;
            }

            if (part.NameEquals("properties"))
                members.UnionWith(part.Value.EnumerateObject().Select(member => member.Name));
            Collect(document, part.Value, members, seen);
        }
    }

    [Theory, MemberData(nameof(Reads))]
    public async Task Whoever_reads_of_a_family_leaves_a_line(string operation, string path)
    {
        var revision = path.Contains("revisionId") ? await MakeRevisionAsync() : Guid.Empty;
        var before = await CountAsync();
        var address = Filled(path).Replace("{revision}", revision.ToString());
        using var answer = await world.SendAsync(Reader, "GET", address, () => null);
        Assert.Equal((operation, HttpStatusCode.OK), (operation, answer.StatusCode));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(await CountAsync() > before, $"{operation} left no line for {text[..Math.Min(200, text.Length)]}");
    }

    /// <summary>Whether this child took part.</summary>
    [Theory, InlineData("hashedChildId"), InlineData("hashedParticipantId")]
    public async Task Whoever_counts_the_responses_of_somebody_leaves_a_line(string filter)
    {
        var path = $"/api/v3/studies/{world.Ids["study"]}/responses/numbers";
        var before = await CountAsync();
        using var all = await world.SendAsync(Reader, "GET", path, () => null);
        Assert.Equal((HttpStatusCode.OK, before), (all.StatusCode, await CountAsync()));
        using var one = await world.SendAsync(Reader, "GET", $"{path}?{filter}=dYdURR", () => null);
        Assert.Equal((HttpStatusCode.OK, before + 1), (one.StatusCode, await CountAsync()));
    }

    /// <summary>The contracts have about this many: fewer would mean that they are read wrongly.</summary>
    [Fact]
    public void There_are_such_operations() => Assert.InRange(Reads.Count, 40, 80);

    [Fact]
    public async Task Refused_log_ins_leave_the_account_and_a_shortened_network_and_nothing_that_was_typed()
    {
        const string typed = "my secret password typed as a name";
        var (browser, email, id) = await host.ResearcherAsync();
        using var stranger = host.Nobody();
        await stranger
            .PostAsync("/api/v3/session", new { email = typed, password = "x" })
            .HasStatusAsync(HttpStatusCode.Unauthorized);
        await stranger
            .PostAsync("/api/v3/session", new { email, password = typed })
            .HasStatusAsync(HttpStatusCode.Unauthorized);
        await stranger
            .PostAsync("/api/v3/session-keys", new { email, password = typed })
            .HasStatusAsync(HttpStatusCode.Unauthorized);
        browser.Dispose();

        await using var db = host.Database();
        var lines = await db
            .Audit.AsNoTracking()
            .Where(e => e.Action == "log in refused")
            .OrderByDescending(e => e.Id)
            .Take(3)
            .ToListAsync();
        Assert.Equal([id, id, null], lines.Select(line => line.Subject));
        Assert.All(lines, line => Assert.Equal("""{"network":"127.0.0.0/24"}""", line.Details));
        Assert.All(lines, line => Assert.Null(line.Actor));
        Assert.DoesNotContain(typed, await host.DatabaseTextAsync());
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1::/48")]
    public void A_network_names_no_home(string address, string expected) =>
        Assert.Equal(expected, Networks.Shortened(IPAddress.Parse(address)));

    async Task<Guid> MakeRevisionAsync()
    {
        await using var db = host.Database();
        var response = world.Ids["response"];
        var key = await db.Responses.Where(r => r.Uuid == response).Select(r => r.Id).SingleAsync();
        var revision = ResponseRevision.Of(key, RevisedPart.Data, "{}", TimeProvider.System.GetUtcNow());
        db.ResponseRevisions.Add(revision);
        await db.SaveChangesAsync();
        return revision.Uuid;
    }

    async Task<int> CountAsync()
    {
        await using var db = host.Database();
        var reader = world.People.Users[Reader].Uuid;
        return await db.Audit.CountAsync(e => e.Actor == reader);
    }

    /// <summary>An address with the ids of what the world holds.</summary>
    static string Filled(string path)
    {
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
                parts[i] = $"{{{NameAfter(parts[i - 1])}}}";
        }

        return string.Join('/', parts);
    }

    static string NameAfter(string collection) =>
        collection switch
        {
            "accounts" or "users" => "user",
            "children" => "child",
            "studies" => "study",
            "responses" or "past-sessions" => "response",
            "revisions" => "revision",
            "labs" => "lab",
            "builds" => "build",
            _ => collection,
        };
}
