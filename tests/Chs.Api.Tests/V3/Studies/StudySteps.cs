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
}
