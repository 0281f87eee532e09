using Chs.Client;
using Chs.Client.Api.V3.Studies.Item;
using Chs.Client.Models;
using Chs.Testing;
using Microsoft.Kiota.Abstractions;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>A researcher's day, from the first log-in to the data, told with the C# client alone.</summary>
[Collection("site")]
public class ResearcherStoryTests(ClientSite site)
{
    public const string Password = "seven green bottles stand";
    const string DemoPassword = "let us try CHS";

    [Fact]
    public async Task A_researcher_gets_from_a_lab_to_data()
    {
        var (researcher, email) = await BecomeResearcherAsync();
        var lab = await CreateLabAsync(researcher, email);
        var id = await CreateStudyAsync(researcher, lab);
        var study = researcher.Api.V3.Studies[id];
        await ClearAndKeepAsync(study);
        await ReviewAsync(study, id);
        await AddColleagueAsync(researcher, lab, study);
        await RuleConsentAndReadAsync(study, id);
        await researcher.Api.V3.Session.DeleteAsync();
    }

    async Task<(ChsClient Researcher, string Email)> BecomeResearcherAsync()
    {
        var email = $"{Guid.NewGuid()}@uni.example";
        var account = new AccountCreate
        {
            Email = email,
            Password = Password,
            GivenName = "Grace",
            FamilyName = "Example",
        };
        await site.Nobody().Api.V3.Accounts.PostAsync(account);
        var researcher = await site.LogInAsync(email, Password);
        var become = new BecomeResearcher
        {
            Password = Password,
            GivenName = "Grace",
            FamilyName = "Example",
        };
        await researcher.Api.V3.Me.Researcher.PostAsync(become);
        await site.ConfirmAsync(email);
        var me = await researcher.Api.V3.Me.GetAsync().ThatIsThere();
        Assert.Equal((true, true), (me.IsResearcher, me.IsEmailConfirmed));
        return (researcher, email);
    }

    async Task<Guid> CreateLabAsync(ChsClient researcher, string email)
    {
        var create = new LabCreate
        {
            Name = $"Lab {Guid.NewGuid()}",
            Institution = "Uni",
            PrincipalInvestigator = "Grace Example",
            ContactEmail = email,
        };
        var lab = (await researcher.Api.V3.Labs.PostAsync(create).ThatIsThere()).Id.ThatIsThere();
        await using var badge = await Some.Picture(20, 20).ReadAsStreamAsync();
        await researcher.Api.V3.Labs[lab].Pictures["badge"].PutAsync(badge, "image/png");
        var administrator = await site.LogInAsync("admin@demo.chs", DemoPassword);
        await administrator.Api.V3.Labs[lab].Approval.PutAsync();
        return lab;
    }

    static async Task<Guid> CreateStudyAsync(ChsClient researcher, Guid lab)
    {
        var create = new StudyCreate
        {
            LabId = lab,
            Type = StudyType.JsPsych,
            Study = new StudyUpdate
            {
                Name = "Zebras",
                Experiment = "1",
                Criteria = "All",
                Purpose = "To see",
                IrbUntil = new Date(2030, 1, 1),
            },
        };
        return (await researcher.Api.V3.Studies.PostAsync(create).ThatIsThere()).Id.ThatIsThere();
    }

    /// <summary>What is null is cleared, what is absent stays, and a change of an old version is refused.</summary>
    static async Task ClearAndKeepAsync(WithStudyItemRequestBuilder study)
    {
        var version = new ETag();
        await study.GetAsync(request => request.Keep(version));
        var clear = new StudyUpdate { IrbUntil = null };
        var cleared = await study.PatchAsync(clear, request => request.IfMatch(version)).ThatIsThere();
        Assert.Null(cleared.IrbUntil);
        Assert.Equal("To see", cleared.Purpose);
        var late = new StudyUpdate { Purpose = "Too late" };
        var stale = await Assert.ThrowsAsync<Problem>(() =>
            study.PatchAsync(late, request => request.IfMatch(version))
        );
        Assert.Equal(("version.stale", cleared.Version), (stale.Code, stale.CurrentVersion));
    }

    async Task ReviewAsync(WithStudyItemRequestBuilder study, Guid id)
    {
        var submit = new StudyStep
        {
            Step = StudyTrigger.Submit,
            Declarations = new Declarations { Deception = new Declaration { Applies = false } },
        };
        await study.Steps.PostAsync(submit);
        var reviewer = await site.LogInAsync("reviewer@demo.chs", DemoPassword);
        var queue = await reviewer.Api.V3.ReviewQueue.GetAsync(r => r.QueryParameters.Limit = 100).ThatIsThere();
        Assert.Contains(queue.Items.ThatIsThere(), waiting => waiting.Id == id);
        var approve = new StudyStep { Step = StudyTrigger.Approve, Comments = "Good luck." };
        await reviewer.Api.V3.Studies[id].Steps.PostAsync(approve);
        var active = await study.Steps.PostAsync(new StudyStep { Step = StudyTrigger.Activate }).ThatIsThere();
        Assert.Equal(StudyState.Active, active.State);
    }

    async Task AddColleagueAsync(ChsClient researcher, Guid lab, WithStudyItemRequestBuilder study)
    {
        var account = new AccountCreate
        {
            Email = $"{Guid.NewGuid()}@uni.example",
            Password = Password,
            GivenName = "Hedy",
            FamilyName = "Example",
            IsResearcher = true,
        };
        await site.Nobody().Api.V3.Accounts.PostAsync(account);
        await site.ConfirmAsync(account.Email);
        var theirs = await site.LogInAsync(account.Email, Password);
        var colleague = (await theirs.Api.V3.Me.GetAsync().ThatIsThere()).Id.ThatIsThere();
        await theirs.Api.V3.Labs[lab].JoinRequest.PutAsync();
        await researcher.Api.V3.Labs[lab].Members[colleague].PutAsync(new LabRoleUpdate { Role = LabRole.Member });
        await study.Researchers[colleague].PutAsync(new StudyRoleUpdate { Role = StudyRole.Analysis });
        var people = await study.Researchers.GetAsync().ThatIsThere();
        Assert.Contains(
            people.Items.ThatIsThere(),
            person => person.AccountId == colleague && person.Role == StudyRole.Analysis
        );
    }

    async Task RuleConsentAndReadAsync(WithStudyItemRequestBuilder study, Guid id)
    {
        var (family, child) = await FamilyStoryTests.SignUpAsync(site);
        var start = new ResponseCreate { ChildId = child };
        var started = await family.Api.V3.Studies[id].Responses.PostAsync(start).ThatIsThere();
        var response = started.Response.ThatIsThere().Id.ThatIsThere();
        await started.TakePartAsync();

        var pending = await study.Responses.GetAsync(r => r.QueryParameters.Consent = Ruling.Pending).ThatIsThere();
        Assert.Equal([response], pending.Items.ThatIsThere().Select(r => r.Id.ThatIsThere()));
        var accept = new ConsentRulingCreate { Ruling = Ruling.Accepted };
        await study.Responses[response].ConsentRulings.PostAsync(accept);
        var accepted = await study.Responses.GetAsync().ThatIsThere();
        Assert.Equal([true], accepted.Items.ThatIsThere().Select(r => r.IsCompleted));

        await using var csv = await study.Exports.ResponsesCsv.GetAsync().ThatIsThere();
        using var reader = new StreamReader(csv);
        var text = await reader.ReadToEndAsync();
        Assert.Equal(2, text.TrimEnd().Split("\r\n").Length);
        Assert.Contains(response.ToString(), text);
    }
}
