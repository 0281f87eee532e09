using Chs.Testing;

namespace Chs.Browser.Tests;

/// <summary>Makes studies as researchers and reviewers do.</summary>
static class Studies
{
    /// <summary>An experiment of two trials, each a button.</summary>
    /// <param name="greeting">What its first trial says.</param>
    public static string Experiment(string greeting) =>
        $$"""
            const jsPsych = initJsPsych();
            jsPsych.run([
              { type: jsPsychHtmlButtonResponse, stimulus: "<p>{{greeting}}</p>", choices: ["On"] },
              { type: jsPsychHtmlButtonResponse, stimulus: "<p>The last one</p>", choices: ["Finish"] },
            ]);
            """;

    /// <returns>The id of a lab of which the client's account is the administrator, and which is approved.</returns>
    public static async Task<Guid> CreateLabAsync(ApiClient researcher, ApiClient reviewer, string name)
    {
        var profile = new
        {
            name,
            institution = "University of Somewhere",
            principalInvestigator = "Grace Example",
            contactEmail = "lab@uni.example",
        };
        var lab = (await researcher.PostJsonAsync("/api/v3/labs", profile)).GetProperty("id").GetGuid();
        using var approved = await reviewer.PutAsync($"/api/v3/labs/{lab}/approval");
        approved.EnsureSuccessStatusCode();
        return lab;
    }

    /// <returns>The lab of the demo.</returns>
    public static async Task<Guid> DemoLabAsync(ApiClient researcher)
    {
        var labs = await researcher.GetJsonAsync("/api/v3/labs?limit=100");
        return labs.GetProperty("items")
            .EnumerateArray()
            .Single(lab => lab.GetProperty("name").GetString() == "Demo lab")
            .GetProperty("id")
            .GetGuid();
    }

    /// <returns>The id of a jsPsych study that nobody has submitted yet.</returns>
    public static async Task<Guid> CreateAsync(ApiClient researcher, Guid lab, string name, string experiment)
    {
        var input = new
        {
            labId = lab,
            type = "jsPsych",
            study = new
            {
                name,
                experiment,
                contactInfo = "Robin Researcher, robin@lab.example",
            },
        };
        return (await researcher.PostJsonAsync("/api/v3/studies", input)).GetProperty("id").GetGuid();
    }

    /// <summary>Takes a study through review.</summary>
    public static async Task ActivateAsync(ApiClient researcher, ApiClient reviewer, Guid study)
    {
        await MoveAsync(researcher, study, "submit");
        await MoveAsync(reviewer, study, "approve");
        await MoveAsync(researcher, study, "activate");
    }

    public static Task MoveAsync(ApiClient who, Guid study, string step) =>
        who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step });

    /// <returns>The id of a participant with whom a study is previewed.</returns>
    public static async Task<Guid> TestParticipantAsync(ApiClient researcher, Guid study)
    {
        var profile = new { birthday = "2022-05-17" };
        var made = await researcher.PostJsonAsync($"/api/v3/studies/{study}/test-participants", profile);
        return made.GetProperty("id").GetGuid();
    }

    /// <returns>The ids of the account's children, in the order in which they were added.</returns>
    public static async Task<Guid[]> ChildrenAsync(ApiClient parent)
    {
        var children = await parent.GetJsonAsync("/api/v3/children");
        return [.. children.GetProperty("items").EnumerateArray().Select(child => child.GetProperty("id").GetGuid())];
    }

    /// <summary>Takes part without a browser.</summary>
    /// <param name="answer">What the only trial holds.</param>
    /// <returns>The id of the session.</returns>
    public static async Task<Guid> TakePartAsync(ApiClient parent, Guid study, Guid child, string answer)
    {
        var response = await parent.StartAsync(study, child);
        var saved = $$"""{"exp_data":[{"trial_index":0,"trial_type":"t","answer":"{{answer}}"}]}""";
        (await parent.PatchAsync(response, saved)).EnsureSuccessStatusCode();
        return response;
    }

    /// <returns>What the server has stored of a session, as JSON text.</returns>
    public static async Task<string> StoredAsync(ApiClient parent, Guid response)
    {
        var stored = await parent.GetJsonAsync($"/api/v2/responses/{response}/");
        return stored.GetProperty("data").GetProperty("attributes").GetRawText();
    }
}
