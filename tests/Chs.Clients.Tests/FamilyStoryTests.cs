using Chs.Client;
using Chs.Client.Models;
using Microsoft.Kiota.Abstractions;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>A family's day, told with the C# client alone.</summary>
[Collection("site")]
public class FamilyStoryTests(ClientSite site)
{
    [Fact]
    public async Task A_family_takes_part()
    {
        var (family, child) = await SignUpAsync(site);
        var children = await family.Api.V3.Children.GetAsync().ThatIsThere();
        Assert.Equal(["Mika"], children.Items.ThatIsThere().Select(c => c.GivenName));

        // What is left out of a change stays.
        await family.Api.V3.Me.PatchAsync(new AccountUpdate { Nickname = "Ada's family" });
        var me = await family.Api.V3.Me.GetAsync().ThatIsThere();
        Assert.Equal(("Ada's family", "Ada"), (me.Nickname, me.GivenName));

        var open = await family.Api.V3.OpenStudies.GetAsync().ThatIsThere();
        var faces = open.Items.ThatIsThere().Single(study => study.Name == "Faces");
        var details = await family.Api.V3.OpenStudies[faces.Id.ThatIsThere()].GetAsync().ThatIsThere();
        Assert.Equal("Robin Researcher, lab@demo.chs", details.ContactInfo);

        var responses = family.Api.V3.Studies[faces.Id.ThatIsThere()].Responses;
        var start = await responses.PostAsync(new ResponseCreate { ChildId = child }).ThatIsThere();
        Assert.StartsWith("http", start.Open.ThatIsThere().Url);
        var started = start.Response.ThatIsThere().Id.ThatIsThere();
        var resumed = await responses.PostAsync(new ResponseCreate { ChildId = child }).ThatIsThere();
        Assert.Equal((true, started), (resumed.IsResumed, resumed.Response.ThatIsThere().Id));
        await resumed.TakePartAsync();

        var own = await family.Api.V3.Me.Responses.GetAsync().ThatIsThere();
        var session = Assert.Single(own.Items.ThatIsThere());
        Assert.Equal(
            (started, "Faces", "Mika", true),
            (session.Id, session.Study.ThatIsThere().Name, session.Child.ThatIsThere().Name, session.IsCompleted)
        );
        var whole = await family.Api.V3.Me.Responses[started].GetAsync().ThatIsThere();
        Assert.Empty(whole.Feedback.ThatIsThere());

        var logIns = await family.Api.V3.Me.Sessions.GetAsync().ThatIsThere();
        Assert.Equal([(LogInKind.Program, true)], logIns.Items.ThatIsThere().Select(l => (l.Kind, l.IsThisOne)));
        await family.Api.V3.Session.DeleteAsync();
        var refusal = await Assert.ThrowsAsync<Problem>(() => family.Api.V3.Me.GetAsync());
        Assert.Equal((401, "access.unauthenticated"), (refusal.ResponseStatusCode, refusal.Code));
    }

    /// <summary>Signs a family with a child up.</summary>
    internal static async Task<(ChsClient Family, Guid Child)> SignUpAsync(ClientSite site)
    {
        var account = new AccountCreate
        {
            Email = $"{Guid.NewGuid()}@family.example",
            Password = ResearcherStoryTests.Password,
            GivenName = "Ada",
            FamilyName = "Example",
        };
        await site.Nobody().Api.V3.Accounts.PostAsync(account);
        var family = await site.LogInAsync(account.Email, account.Password);
        var profile = new ChildCreate
        {
            GivenName = "Mika",
            Birthday = new Date(2022, 3, 1),
            Languages = ["en"],
        };
        var child = await family.Api.V3.Children.PostAsync(profile).ThatIsThere();
        return (family, child.Id.ThatIsThere());
    }
}
