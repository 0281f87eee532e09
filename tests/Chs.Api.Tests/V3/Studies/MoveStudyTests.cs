using Xunit;

namespace Chs.Api.Tests.V3.Studies;

[Collection("api")]
public class MoveStudyTests(ApiHost host)
{
    [Fact]
    public async Task A_family_cannot_move_a_study()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        await parent.StepAsync(study, "pause").IsProblemAsync(404);
    }

    [Fact]
    public async Task An_unknown_step_is_refused()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        await parent.StepAsync(study, "explode").IsProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task A_study_of_a_lab_that_is_not_approved_cannot_be_submitted()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var lab = await researcher.CreateLabAsync(email);
        var study = await researcher.CreateStudyAsync(lab, "Lions");
        await researcher.StepAsync(study, "submit").IsProblemAsync(409, "study.lab_not_approved");
    }

    [Fact]
    public async Task A_researcher_cannot_approve_the_own_study()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var lab = await researcher.CreateLabAsync(email);
        using var reviewer = await host.LoggedInAsync("reviewer");
        await reviewer.PutAsync($"/api/v3/labs/{lab}/approval").SucceedsAsync();
        var study = await researcher.CreateStudyAsync(lab, "Lions");
        await researcher.StepAsync(study, "submit").SucceedsAsync();
        await researcher.StepAsync(study, "approve").IsProblemAsync(403, "access.forbidden");
    }
}
