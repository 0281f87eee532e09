using Chs.Api.Tests.V3.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>
/// The main path over HTTP: a researcher confirms the address, founds a lab and has a study approved, and a family
/// takes part and consents.
/// </summary>
public sealed class StudyStory(ApiHost host) : IAsyncLifetime
{
    /// <summary>No other study has it.</summary>
    public const string StudyName = "Zebras, late";

    /// <summary>The researcher's address.</summary>
    public string Email { get; private set; } = "";

    public ApiClient Researcher { get; private set; } = null!;

    public Guid Study { get; private set; }

    /// <summary>The family's response, which awaits a ruling on its consent.</summary>
    public Guid Response { get; private set; }

    public async Task InitializeAsync()
    {
        var (researcher, email, _) = await host.ResearcherAsync();
        Researcher = researcher;
        Email = email;
        using var reviewer = await host.LoggedInAsync("reviewer");
        var lab = await Researcher.CreateLabAsync(email);
        await reviewer.PutAsync($"/api/v3/labs/{lab}/approval").SucceedsAsync();
        Study = await Researcher.CreateStudyAsync(lab, StudyName);
        await Researcher.StepAsync(Study, "submit").SucceedsAsync();
        await reviewer.StepAsync(Study, "approve").SucceedsAsync();
        await Researcher.StepAsync(Study, "activate").SucceedsAsync();
        Response = await TakePartAsync();
    }

    async Task<Guid> TakePartAsync()
    {
        var (client, _, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(Study, child);
        await parent
            .PatchAsync(
                response,
                $$"""{"exp_data":{{Some.Trials(3)}},"completed_consent_frame":true,"completed":true}"""
            )
            .SucceedsAsync();
        return response;
    }

    public Task DisposeAsync()
    {
        Researcher.Dispose();
        return Task.CompletedTask;
    }
}
