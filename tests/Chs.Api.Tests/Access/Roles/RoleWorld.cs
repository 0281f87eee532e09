using System.Security.Cryptography;
using System.Text;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Plays;
using Chs.Domain.Responses;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access.Roles;

/// <summary>
/// A lab and its paused study with a response that has an accepted consent and one without, and a lab that isn't
/// approved, in which each of the <see cref="RolePeople"/> has the role.
/// </summary>
/// <remarks>
/// A request finds what the one before it left, unless that changed something: then lab, study and what belongs to them
/// are made afresh. The people stay.
/// </remarks>
public sealed class RoleWorld(ApiHost host) : IAsyncLifetime
{
    /// <summary>The parent's play of the study with the child, begun before the study was paused.</summary>
    internal const string Play = "play";

    /// <summary>A preview of the study's admin, with a child of their own.</summary>
    internal const string PreviewPlay = "previewplay";

    /// <summary>Study code, which acts with the key to a play, at the study's own host.</summary>
    internal static readonly string[] PlayRoles = [Play, PreviewPlay];

    readonly Dictionary<string, Guid> _ids = [];
    readonly Dictionary<string, ApiClient> _plays = [];
    RolePeople? _people;
    bool _isChanged;

    internal RolePeople People => _people!;

    /// <summary>Ids by the names that stand in the tables.</summary>
    internal IReadOnlyDictionary<string, Guid> Ids => _ids;

    public async Task InitializeAsync()
    {
        _people = await host.PeopleAsync();
        _ids["child"] = People.Child.Uuid;
        _ids["demographics"] = People.Demographics.Uuid;
        _ids["user"] = People.Users[RolePeople.Parent].Uuid;
        _ids["own"] = _ids["user"];
        _ids["none"] = Guid.NewGuid();
        await PublishPageAsync();
        await MakeAsync();
    }

    async Task PublishPageAsync()
    {
        await using var db = host.Database();
        // Another table's world may have published it.
        if (await db.ContentPages.AnyAsync(page => page.Slug == "matrix"))
            return;
        var now = TimeProvider.System.GetUtcNow();
        db.ContentPages.Add(ContentPage.Create("matrix", "en", "Matrix", "Text", isPublished: true, null, now));
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Replaces names of ids in braces.</summary>
    internal string FillIds(string text) =>
        _ids.Aggregate(text, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString()));

    /// <summary>Sends a request as a role.</summary>
    /// <param name="path">With names of ids in braces.</param>
    /// <param name="content">Is asked for the body when the ids are known.</param>
    internal async Task<HttpResponseMessage> SendAsync(
        string role,
        string verb,
        string path,
        Func<HttpContent?> content,
        params (string Name, string Value)[] headers
    )
    {
        if (_isChanged)
            await MakeAsync();
        var client = _plays.GetValueOrDefault(role) ?? People.Clients[role];
        var answer = await client.SendAsync(new HttpMethod(verb), FillIds(path), content(), headers);
        var isAboutThePerson = path.StartsWith("/api/v3/me", StringComparison.Ordinal);
        _isChanged = verb != "GET" && answer.IsSuccessStatusCode && !isAboutThePerson;
        return answer;
    }

    async Task MakeAsync()
    {
        await using var db = host.Database();
        var now = TimeProvider.System.GetUtcNow();
        var lab = await MakeLabAsync(db, "lab", now);
        lab.Approve(DeedOf(RolePeople.Reviewer, now));
        await MakeLabAsync(db, "unapproved", now);
        var study = await MakeStudyAsync(db, lab, now);
        await MakeResponsesAsync(db, study, now);
        await MakeBuildAsync(db, study, now);
        await MakePlaysAsync(db, study, now);
        _isChanged = false;
    }

    Deed DeedOf(string role, DateTimeOffset now) => new(People.Users[role].Uuid, People.Users[role].Id, now);

    async Task<Lab> MakeLabAsync(ChsDbContext db, string name, DateTimeOffset now)
    {
        var profile = new LabProfile($"Lab {Guid.NewGuid()}", "", "PI", $"{Guid.NewGuid():N}@x.org", "", "", "");
        var lab = Lab.Create(profile, DeedOf(RolePeople.LabAdmin, now));
        // Nobody needs mails about what this world makes.
        lab.TakeEvents();
        db.Labs.Add(lab);
        await db.SaveChangesAsync();
        foreach (var (role, labRole) in RolePeople.LabRoles.Where(r => r.Key != RolePeople.LabAdmin))
            db.LabMemberships.Add(LabMembership.Of(lab.Id, People.Users[role].Id, labRole));
        _ids[name] = lab.Uuid;
        return lab;
    }

    async Task<Study> MakeStudyAsync(ChsDbContext db, Lab lab, DateTimeOffset now)
    {
        var admin = DeedOf(RolePeople.StudyAdmin, now);
        var study = Some.Study(lab, admin, "Matrix");
        StudyTrigger[] steps = [StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate, StudyTrigger.Pause];
        foreach (var step in steps)
            Assert.False(study.Move(step, lab, "", admin).Failed);
        study.TakeEvents();
        lab.TakeEvents();
        db.Studies.Add(study);
        await db.SaveChangesAsync();
        foreach (var (role, studyRole) in RolePeople.StudyRoles.Where(r => r.Key != RolePeople.StudyAdmin))
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, People.Users[role].Id, studyRole));
        _ids["study"] = study.Uuid;
        return study;
    }

    async Task MakeResponsesAsync(ChsDbContext db, Study study, DateTimeOffset now)
    {
        var consented = Start(study, now);
        consented.Update(new ResponseFlags { Completed = true, CompletedConsentFrame = true }, now);
        var unconsented = Start(study, now);
        db.Responses.AddRange(consented, unconsented);
        TakeEvents(consented, unconsented);
        await db.SaveChangesAsync();

        var admin = DeedOf(RolePeople.StudyAdmin, now);
        db.ConsentRulings.Add(consented.RuleOnConsent(Ruling.Accepted, "", admin).Value);
        var feedback = Feedback.Give(consented, "Thank you!", admin);
        db.Feedback.Add(feedback);
        TakeEvents(consented, feedback);
        await db.SaveChangesAsync();
        _ids["response"] = consented.Uuid;
        _ids["unconsented"] = unconsented.Uuid;
        _ids["feedback"] = feedback.Uuid;
    }

    Response Start(Study study, DateTimeOffset now) =>
        Response.Start(
            study,
            version: 1,
            People.Child.Id,
            People.Users[RolePeople.Parent].Id,
            People.Demographics.Id,
            preview: false,
            eligibility: [],
            now
        );

    /// <summary>Adds a cancelled build to the study: no worker takes it, and it can't be cancelled again.</summary>
    async Task MakeBuildAsync(ChsDbContext db, Study study, DateTimeOffset now)
    {
        var admin = DeedOf(RolePeople.StudyAdmin, now);
        var build = Build.Request(study.Id, study.Uuid, "https://code.test/lab/runner", new string('a', 40), admin);
        build.Cancel(admin);
        TakeEvents(build);
        db.Builds.Add(build);
        await db.SaveChangesAsync();
        _ids["build"] = build.Uuid;
    }

    async Task MakePlaysAsync(ChsDbContext db, Study study, DateTimeOffset now)
    {
        var site = host.Server.Address.AbsoluteUri;
        var parent = People.Users[RolePeople.Parent].Id;
        await MakePlayAsync(db, study, Play, new PlayPass(parent, study.Id, People.Child.Id, false, null, site), now);
        var admin = People.Users[RolePeople.StudyAdmin].Id;
        var child = Child.Register(admin, Some.Profile(), now, DateOnly.FromDateTime(now.UtcDateTime)).Value;
        child.TakeEvents();
        db.Children.Add(child);
        await db.SaveChangesAsync();
        await MakePlayAsync(db, study, PreviewPlay, new PlayPass(admin, study.Id, child.Id, true, null, site), now);
    }

    async Task MakePlayAsync(ChsDbContext db, Study study, string role, PlayPass pass, DateTimeOffset now)
    {
        var key = $"key of the {role} of {study.Uuid}";
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        db.Plays.Add(Domain.Plays.Play.Begin(PlayTicket.Of(pass, digest, null, now), digest, 1, null, now));
        await db.SaveChangesAsync();
        _plays[role] = host.Nobody().At(host.PlayAddress(study.Uuid));
        _plays[role].SetCookie("__Host-chs-play", Uri.EscapeDataString(key));
    }

    static void TakeEvents(params Domain.Aggregate[] aggregates)
    {
        foreach (var aggregate in aggregates)
            aggregate.TakeEvents();
    }
}
