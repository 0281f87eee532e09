using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

/// <summary>However deeply researchers nest an expression, families find studies and begin sessions.</summary>
[Collection("api")]
public class NestedCriteriaTests(ApiHost host)
{
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(99)]
    public async Task Nested_expressions_are_shown_or_left_out(int negations)
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        using var researcher = await host.LoggedInAsync("researcher");
        var expression = string.Concat(Enumerable.Repeat("NOT ", negations)) + "deaf";
        await SetCriteriaAsync(study, expression);
        try
        {
            foreach (var path in (string[])["?limit=100", "?isEligible=false", $"/{study}"])
                await parent.GetAsync($"/api/v3/me/open-studies{path}").HasStatusAsync(HttpStatusCode.OK);
            var question = new { child = new { ageInDays = 900 }, criteriaExpression = expression };
            await researcher
                .PostAsync($"/api/v3/studies/{study}/eligibility-checks", question)
                .HasStatusAsync(HttpStatusCode.OK);
            var part = new { childId = child };
            using var started = await parent.PostAsync($"/api/v3/studies/{study}/responses", part);
            Assert.True(started.IsSuccessStatusCode, $"{started.StatusCode}");
            var sessions = await parent.GetJsonAsync("/api/v3/me/responses");
            var session = sessions.GetProperty("items")[0].GetProperty("id").GetGuid();
            await parent.GetAsync($"/api/v3/me/responses/{session}").HasStatusAsync(HttpStatusCode.OK);
        }
        finally
        {
            await SetCriteriaAsync(study, "");
        }
    }

    /// <summary>As an import does, which takes expressions as they are.</summary>
    async Task SetCriteriaAsync(Guid study, string expression)
    {
        await using var db = host.Database();
        var changed = await db.Database.ExecuteSqlAsync(
            $"UPDATE studies SET criteria_expression = {expression} WHERE upper(uuid) = upper({study.ToString()})"
        );
        Assert.Equal(1, changed);
    }
}
