using System.Net.Http.Json;
using System.Text.Json;
using Chs.Application.Importing;

namespace Chs.Testing.Fuzzing;

/// <summary>
/// A person of every role around a study with one family's session, all made through the API, and keys of every scope.
/// </summary>
public sealed class FuzzWorld
{
    const string Password = "seven green bottles";

    /// <summary>Study code, with the key to a play of the parent.</summary>
    const string Play = "play";

    readonly Uri _address;
    readonly List<FuzzActor> _actors = [];

    FuzzWorld(Uri address) => _address = address;

    public IReadOnlyList<FuzzActor> Actors => _actors;

    /// <summary>Ids of things that exist, by their kind.</summary>
    public Dictionary<string, List<string>> Ids { get; } = [];

    public static async Task<FuzzWorld> MakeAsync(Uri address)
    {
        var world = new FuzzWorld(address);
        var nobody = ApiClient.To(address);
        world._actors.Add(new FuzzActor("nobody", nobody, null));
        var reviewer = await world.LogInAsync("reviewer", "reviewer@demo.chs");
        await world.LogInAsync("superuser", "admin@demo.chs");
        var parent = await world.SignUpAsync("parent", researcher: false);
        await world.SignUpAsync("other parent", researcher: false);
        await world.SignUpAsync("outsider", researcher: true);
        // The demo's researcher has a confirmed email address, which creating a lab requires.
        var admin = await world.LogInAsync("study admin", "researcher@demo.chs");

        var lab = await world.CreateLabAsync(admin, reviewer);
        var study = await world.CreateStudiesAsync(admin, lab);
        await admin.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step = "submit" });
        await reviewer.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step = "approve" });
        await admin.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step = "activate" });
        await world.SignUpMembersAsync(admin, lab, study);
        await world.CreateSessionAsync(admin, parent, study);
        await world.CreateKeysAsync(admin, nobody, study);
        return world;
    }

    async Task<string> CreateLabAsync(ApiClient admin, ApiClient reviewer)
    {
        var lab = await CreateAsync(
            admin,
            "labs",
            "/api/v3/labs",
            new
            {
                name = $"Fuzz {Guid.NewGuid()}",
                institution = "",
                principalInvestigator = "PI",
                contactEmail = $"{Guid.NewGuid():N}@x.example",
            }
        );
        (await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/approval")).EnsureSuccessStatusCode();
        return lab;
    }

    /// <summary>Creates a study of each type.</summary>
    /// <returns>The id of the jsPsych study.</returns>
    async Task<string> CreateStudiesAsync(ApiClient admin, string labId)
    {
        var jsPsych = new
        {
            name = "Fuzz",
            experiment = "1",
            isPreviewShared = false,
        };
        var study = await CreateAsync(admin, "studies", "/api/v3/studies", new { labId, study = jsPsych });
        await CreateAsync(
            admin,
            "studies",
            "/api/v3/studies",
            new
            {
                labId,
                type = "frameplayer",
                study = new { name = "Fuzzed frames" },
            }
        );
        await CreateAsync(
            admin,
            "studies",
            "/api/v3/studies",
            new
            {
                labId,
                type = "external",
                study = new { name = "Fuzzed elsewhere" },
            }
        );
        return study;
    }

    /// <summary>Adds a researcher in each role of the lab, and one in each role of the study.</summary>
    async Task SignUpMembersAsync(ApiClient admin, string lab, string study)
    {
        string[] labRoles = ["associate", "guest", "readonly", "member", "admin"];
        foreach (var role in labRoles)
        {
            await SignUpAsync($"lab {role}", researcher: true);
            await GiveRoleAsync(admin, $"/api/v3/labs/{lab}/members/{Ids["users"][^1]}", role);
        }

        string[] studyRoles = ["preview", "design", "analysis", "submissionProcessor", "researcher", "manager"];
        foreach (var role in studyRoles)
        {
            await SignUpAsync($"study {role}", researcher: true);
            await GiveRoleAsync(admin, $"/api/v3/labs/{lab}/members/{Ids["users"][^1]}", "associate");
            await GiveRoleAsync(admin, $"/api/v3/studies/{study}/researchers/{Ids["users"][^1]}", role);
        }
    }

    /// <summary>Makes a completed session with consent that a researcher has accepted.</summary>
    async Task CreateSessionAsync(ApiClient admin, ApiClient parent, string study)
    {
        var profile = new { givenName = "Mika", birthday = "2022-03-01" };
        var child = await CreateAsync(parent, "children", "/api/v3/children", profile);
        var response = await parent.StartAsync(Guid.Parse(study), Guid.Parse(child));
        Add("responses", response.ToString());
        using var saved = await parent.PatchAsync(
            response,
            $$"""{"exp_data":{{Some.Trials(3)}},"completed_consent_frame":true,"completed":true}"""
        );
        saved.EnsureSuccessStatusCode();
        await admin.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        // A log-in of its own, so that the play goes on when a request ends the parent's.
        var player = ApiClient.To(_address);
        await player.PostJsonAsync("/api/v3/session", new { email = EmailOf("parent"), password = Password });
        _actors.Add(new FuzzActor(Play, await player.PlayAsync(Guid.Parse(study), Guid.Parse(child)), null));
    }

    async Task CreateKeysAsync(ApiClient admin, ApiClient client, string study)
    {
        await CreateKeyAsync("any", new { label = "any" });
        await CreateKeyAsync("read only", new { label = "read", isReadOnly = true });
        await CreateKeyAsync("de-identified", new { label = "deidentified", isDeidentified = true });
        await CreateKeyAsync("one study", new { label = "one", studies = new[] { study } });

        async Task CreateKeyAsync(string name, object body)
        {
            var token = await admin.PostJsonAsync("/api/v3/me/tokens", body);
            _actors.Add(new FuzzActor($"key: {name}", client, token.GetProperty("key").GetString()));
        }
    }

    /// <summary>Logs in again where a request has ended the session.</summary>
    public async Task RenewSessionsAsync()
    {
        foreach (var actor in _actors.Where(actor => actor.Key is null && actor.Role is not ("nobody" or Play)))
        {
            using var me = await actor.Client.SendAsync(HttpMethod.Get, "/api/v3/me");
            if (me.IsSuccessStatusCode)
                continue;
            var email = actor.Role switch
            {
                "reviewer" => "reviewer@demo.chs",
                "superuser" => "admin@demo.chs",
                "study admin" => "researcher@demo.chs",
                _ => EmailOf(actor.Role),
            };
            var isDemo = actor.Role is "reviewer" or "superuser" or "study admin";
            var password = isDemo ? new DemoAccounts().Password : Password;
            // An account that the fuzzer closed, or whose password it changed, stays logged out. Other actors have the same rights.
            using var answer = await actor.Client.PostAsync("/api/v3/session", new { email, password });
        }
    }

    async Task<ApiClient> LogInAsync(string role, string email)
    {
        var client = ApiClient.To(_address);
        await client.LogInAsync(email);
        await client.UseKeyAsync();
        _actors.Add(new FuzzActor(role, client, null));
        return client;
    }

    async Task<ApiClient> SignUpAsync(string role, bool researcher)
    {
        var client = ApiClient.To(_address);
        var email = EmailOf(role);
        var account = new
        {
            email,
            password = Password,
            givenName = "Ada",
            familyName = "Fuzz",
            isResearcher = researcher,
        };
        await client.PostJsonAsync("/api/v3/accounts", account);
        await CreateAsync(client, "users", "/api/v3/session", new { email, password = Password });
        await client.UseKeyAsync();
        _actors.Add(new FuzzActor(role, client, null));
        return client;
    }

    static string EmailOf(string role) => $"{role.Replace(' ', '-')}@fuzz.example";

    async Task<string> CreateAsync(ApiClient client, string kind, string path, object body)
    {
        JsonElement created = await client.PostJsonAsync(path, body);
        var id = created.GetProperty("id").GetString()!;
        Add(kind, id);
        return id;
    }

    static async Task GiveRoleAsync(ApiClient client, string path, string role)
    {
        using var answer = await client.SendAsync(HttpMethod.Put, path, JsonContent.Create(new { role }));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Remembers an id of a kind, the newest last. Of more than 40 the one in the middle is forgotten.</summary>
    public void Add(string kind, string id)
    {
        lock (Ids)
        {
            if (!Ids.TryGetValue(kind, out var ids))
                Ids[kind] = ids = [];
            ids.Add(id);
            if (ids.Count > 40)
                ids.RemoveAt(20);
        }
    }

    /// <returns>Null: no id of this kind is known.</returns>
    public string? Any(string kind, Random random)
    {
        lock (Ids)
            return Ids.TryGetValue(kind, out var ids) && ids.Count > 0 ? ids[random.Next(ids.Count)] : null;
    }
}
