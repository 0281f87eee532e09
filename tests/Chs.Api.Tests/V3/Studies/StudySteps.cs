using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

/// <summary>What a researcher does on the way to a study that families see.</summary>
static class StudySteps
{
    public static object LabOf(string email) =>
        new
        {
            name = $"Lab {Guid.NewGuid()}",
            institution = "Uni",
            principalInvestigator = "Grace",
            contactEmail = email,
        };

    /// <returns>The lab's id.</returns>
    public static async Task<Guid> CreateLabAsync(this ApiClient researcher, string email)
    {
        var lab = await researcher.PostJsonAsync("/api/v3/labs", LabOf(email));
        return lab.GetProperty("id").GetGuid();
    }

    /// <summary>Creates a study, and follows the answer's link to it.</summary>
    /// <returns>The study's id.</returns>
    public static async Task<Guid> CreateStudyAsync(this ApiClient researcher, Guid lab, string name)
    {
        var study = new
        {
            name,
            experiment = "1",
            criteria = "All",
        };
        using var created = await researcher.PostAsync("/api/v3/studies", new { labId = lab, study });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var path = created.Headers.Location!.ToString();
        return (await researcher.GetJsonAsync(path)).GetProperty("id").GetGuid();
    }

    public static Task<HttpResponseMessage> StepAsync(this ApiClient client, Guid study, string step) =>
        client.PostAsync($"/api/v3/studies/{study}/steps", new { step });

    /// <summary>Takes a step, which must succeed.</summary>
    public static async Task MovesAsync(this ApiClient client, Guid study, string step)
    {
        using var moved = await client.StepAsync(study, step);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    /// <summary>Creates a jsPsych study, in no list, in the demo's lab, which may test.</summary>
    public static async Task<Guid> CreateInDemoLabAsync(this ApiClient researcher)
    {
        var lab = (await researcher.GetJsonAsync("/api/v3/labs?set=mine")).GetProperty("items")[0];
        var study = new
        {
            name = $"Stops {Guid.NewGuid()}",
            experiment = "1",
            contactInfo = "ada@uni.example",
            isPublic = false,
        };
        var created = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new { labId = lab.GetProperty("id").GetGuid(), study }
        );
        return created.GetProperty("id").GetGuid();
    }

    /// <summary>Takes a new study to families.</summary>
    /// <param name="researcher">The demo's.</param>
    public static async Task<Guid> ActiveStudyAsync(this ApiHost host, ApiClient researcher)
    {
        var study = await researcher.CreateInDemoLabAsync();
        await researcher.MovesAsync(study, "submit");
        using var reviewer = await host.LoggedInAsync("reviewer");
        await reviewer.MovesAsync(study, "approve");
        await researcher.MovesAsync(study, "activate");
        return study;
    }
}
