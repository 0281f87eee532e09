using System.Text.Json;

namespace Chs.Testing.Fuzzing;

/// <summary>Somebody who asks: a role, and how the role shows itself.</summary>
/// <param name="Browser">With a session; or without, where a key is sent.</param>
/// <param name="Key">For scripts; null: the browser's session.</param>
public sealed record FuzzActor(string Role, ApiClient Browser, string? Key);

/// <summary>One person of every role around one study with a family's session, all made over the contract, and keys of every scope.</summary>
public sealed class FuzzCast
{
    const string Password = "seven green bottles";

    readonly List<FuzzActor> _actors = [];

    public IReadOnlyList<FuzzActor> Actors => _actors;

    /// <summary>Things that are there, by what they are.</summary>
    public Dictionary<string, List<string>> Ids { get; } = [];

    public static async Task<FuzzCast> MakeAsync(Uri address)
    {
        var cast = new FuzzCast();
        var (nobody, reviewer, superuser) = (ApiClient.To(address), ApiClient.To(address), ApiClient.To(address));
        await reviewer.LogInAsync("reviewer@demo.chs");
        await superuser.LogInAsync("admin@demo.chs");
        cast._actors.AddRange([
            new("nobody", nobody, null),
            new("reviewer", reviewer, null),
            new("superuser", superuser, null),
        ]);

        var parent = await cast.SignUpAsync(address, "parent", researcher: false);
        await cast.SignUpAsync(address, "other parent", researcher: false);
        await cast.SignUpAsync(address, "outsider", researcher: true);
        // The demo's researcher has a confirmed address and may make a lab.
        var admin = ApiClient.To(address);
        await admin.LogInAsync("researcher@demo.chs");
        cast._actors.Add(new FuzzActor("study admin", admin, null));
        var lab = await cast.MadeAsync(
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
        var study = await cast.MadeAsync(
            admin,
            "studies",
            "/api/v3/studies",
            new
            {
                labId = lab,
                study = new
                {
                    name = "Fuzz",
                    experiment = "1",
                    isPreviewShared = false,
                },
            }
        );
        await cast.MadeAsync(
            admin,
            "studies",
            "/api/v3/studies",
            new
            {
                labId = lab,
                type = "frameplayer",
                study = new { name = "Fuzzed frames" },
            }
        );
        await cast.MadeAsync(
            admin,
            "studies",
            "/api/v3/studies",
            new
            {
                labId = lab,
                type = "external",
                study = new { name = "Fuzzed elsewhere" },
            }
        );
        foreach (
            var (who, step) in (IEnumerable<(ApiClient, string)>)
                [(admin, "submit"), (reviewer, "approve"), (admin, "activate")]
        )
            await who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step });
        foreach (var role in (string[])["associate", "guest", "readonly", "member", "admin"])
        {
            await cast.SignUpAsync(address, $"lab {role}", researcher: true);
            await PutAsync(admin, $"/api/v3/labs/{lab}/members/{cast.Ids["users"][^1]}", role);
        }

        foreach (
            var role in (string[])["preview", "design", "analysis", "submissionProcessor", "researcher", "manager"]
        )
        {
            await cast.SignUpAsync(address, $"study {role}", researcher: true);
            await PutAsync(admin, $"/api/v3/labs/{lab}/members/{cast.Ids["users"][^1]}", "associate");
            await PutAsync(admin, $"/api/v3/studies/{study}/researchers/{cast.Ids["users"][^1]}", role);
        }

        var child = await cast.MadeAsync(
            parent,
            "children",
            "/api/v3/children",
            new { givenName = "Mika", birthday = "2022-03-01" }
        );
        var response = (await parent.StartAsync(Guid.Parse(study), Guid.Parse(child))).ToString();
        cast.Add("responses", response);
        (
            await parent.PatchAsync(
                Guid.Parse(response),
                $$"""{"exp_data":{{Some.Trials(3)}},"completed_consent_frame":true,"completed":true}"""
            )
        ).EnsureSuccessStatusCode();
        await admin.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );

        foreach (
            var (name, body) in (IEnumerable<(string, object)>)
                [
                    ("any", new { label = "any" }),
                    ("read only", new { label = "read", readOnly = true }),
                    ("de-identified", new { label = "deidentified", deidentified = true }),
                    ("one study", new { label = "one", studies = new[] { study } }),
                ]
        )
            cast._actors.Add(
                new FuzzActor(
                    $"key: {name}",
                    nobody,
                    (await admin.PostJsonAsync("/api/v3/me/tokens", body)).GetProperty("key").GetString()
                )
            );
        return cast;
    }

    /// <summary>Sessions end where somebody ends them; then they are opened anew.</summary>
    public async Task ReviveAsync()
    {
        foreach (var actor in _actors.Where(actor => actor.Key is null && actor.Role != "nobody"))
        {
            using var me = await actor.Browser.SendAsync(HttpMethod.Get, "/api/v3/me");
            if (me.IsSuccessStatusCode)
                continue;
            var email = actor.Role switch
            {
                "reviewer" => "reviewer@demo.chs",
                "superuser" => "admin@demo.chs",
                "study admin" => "researcher@demo.chs",
                _ => EmailOf(actor.Role),
            };
            // An account that the fuzzer closed, or whose password it changed, stays out: others of its kind are there.
            (
                await actor.Browser.PostAsync(
                    "/api/v3/session",
                    new
                    {
                        email,
                        password = actor.Role is "reviewer" or "superuser" or "study admin"
                            ? new Application.Importing.DemoAccounts().Password
                            : Password,
                    }
                )
            ).Dispose();
        }
    }

    async Task<ApiClient> SignUpAsync(Uri address, string role, bool researcher)
    {
        var browser = ApiClient.To(address);
        var made = await browser.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email = EmailOf(role),
                password = Password,
                givenName = "Ada",
                familyName = "Fuzz",
                researcher,
            }
        );
        Add("users", made.GetProperty("id").GetString()!);
        await browser.PostJsonAsync("/api/v3/session", new { email = EmailOf(role), password = Password });
        _actors.Add(new FuzzActor(role, browser, null));
        return browser;
    }

    static string EmailOf(string role) => $"{role.Replace(' ', '-')}@fuzz.example";

    async Task<string> MadeAsync(ApiClient who, string kind, string path, object body)
    {
        JsonElement made = await who.PostJsonAsync(path, body);
        Add(kind, made.GetProperty("id").GetString()!);
        return made.GetProperty("id").GetString()!;
    }

    static async Task PutAsync(ApiClient who, string path, string role) =>
        (
            await who.SendAsync(HttpMethod.Put, path, System.Net.Http.Json.JsonContent.Create(new { role }))
        ).EnsureSuccessStatusCode();

    /// <summary>Remembers what is there, the newest last; old ones are forgotten.</summary>
    public void Add(string kind, string id)
    {
        lock (Ids)
        {
            if (!Ids.TryGetValue(kind, out var known))
                Ids[kind] = known = [];
            known.Add(id);
            if (known.Count > 40)
                known.RemoveAt(20);
        }
    }

    /// <returns>Null when nothing of the kind is known.</returns>
    public string? Any(string kind, Random random)
    {
        lock (Ids)
            return Ids.TryGetValue(kind, out var known) && known.Count > 0 ? known[random.Next(known.Count)] : null;
    }
}
