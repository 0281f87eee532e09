using System.Text;
using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Testing;

/// <summary>Things for tests, as they usually are.</summary>
public static class Some
{
    public static readonly DateTimeOffset Moment = new(2026, 3, 2, 10, 20, 30, 123, 456, TimeSpan.Zero);

    public static Actor ActorOf(User user) => new(user.Id, user.Uuid, user.IsResearcher, user.Rights);

    public static User User(string email, bool researcher = false, bool staff = false)
    {
        var user = Domain.Accounts.User.SignUp(
            email,
            "hash of seven green bottles",
            new PersonName("Ada", "Example", ""),
            researcher,
            Moment
        );
        if (staff)
            user.AppointReviewer();
        user.ConfirmEmail(Moment);
        user.TakeEvents();
        return user;
    }

    /// <summary>A PNG of one colour, as a request's body.</summary>
    public static ByteArrayContent Picture(int width, int height)
    {
        using var bitmap = new SkiaSharp.SKBitmap(width, height);
        bitmap.Erase(SkiaSharp.SKColors.Teal);
        using var encoded = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return new ByteArrayContent(encoded.ToArray()) { Headers = { ContentType = new("image/png") } };
    }

    public static ChildProfile Profile(string name = "Mika", string birthday = "2023-03-01") =>
        new(name, DateOnly.Parse(birthday), Gender.NoAnswer, "", 16, "", 0, 1);

    public static SessionData Data(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, JsonText.ReaderOptions);
        reader.Read();
        return SessionData.Read(ref reader, bytes);
    }

    /// <summary>A list of so many plain trials.</summary>
    public static string Trials(int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"trial_index":{{i}},"trial_type":"t","rt":{{i * 10}}}"""))}]";
}

/// <summary>A small world: a reviewer, a researcher with an approved lab and an active study, another researcher, a parent with a child, another parent.</summary>
public sealed record World(
    Actor Reviewer,
    Actor Researcher,
    Actor Outsider,
    Actor Parent,
    Actor OtherParent,
    Lab Lab,
    Study Study,
    Child Child,
    Child OtherChild
)
{
    public static Task<World> MakeAsync(TestChs chs, StudyState state = StudyState.Active, bool labApproved = true) =>
        chs.WithAsync(db => MakeAsync(db, state, labApproved));

    static async Task<World> MakeAsync(IChsDb db, StudyState state, bool labApproved)
    {
        User[] users =
        [
            Some.User("reviewer@test.chs", staff: true),
            Some.User("researcher@test.chs", researcher: true),
            Some.User("outsider@test.chs", researcher: true),
            Some.User("parent@test.chs"),
            Some.User("other@test.chs"),
        ];
        db.Users.AddRange(users);
        var lab = Lab.Create(
            new LabProfile("Lab", "Uni", "PI", "lab@test.chs", "", "", ""),
            users[1].Uuid,
            Some.Moment
        );
        if (labApproved)
            lab.Approve(users[0].Uuid, Some.Moment);
        db.Labs.Add(lab);
        await db.SaveChangesAsync(default);

        db.LabMemberships.Add(LabMembership.Of(lab.Id, users[1].Id, LabRole.Admin));
        Child[] children =
        [
            Child.Register(users[3].Id, Some.Profile(), Some.Moment).Value,
            Child.Register(users[4].Id, Some.Profile("Noa"), Some.Moment).Value,
        ];
        db.Children.AddRange(children);
        var study = Study.Create(
            StudyType.JsPsych,
            lab,
            users[1].Id,
            StudyDetails.Empty with
            {
                Name = "Faces, 2nd try",
            },
            AgeRange.Any,
            isPublic: true,
            users[1].Uuid,
            Some.Moment
        );
        db.Studies.Add(study);
        await db.SaveChangesAsync(default);

        db.StudyVersions.Add(StudyVersion.Of(study.Id, 1, StudyProtocol.Empty with { Experiment = "1" }, Some.Moment));
        db.StudyMemberships.Add(StudyMembership.Of(study.Id, users[1].Id, StudyRole.Admin));
        StudyTrigger[] steps = state switch
        {
            StudyState.Created => [],
            StudyState.Submitted => [StudyTrigger.Submit],
            StudyState.Approved => [StudyTrigger.Submit, StudyTrigger.Approve],
            StudyState.Active => [StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        foreach (var step in steps)
            if (study.Move(step, lab, "", users[1].Uuid, Some.Moment).Failed)
                throw new InvalidOperationException($"The world can't {step}.");
        await db.SaveChangesAsync(default);
        return new World(
            Some.ActorOf(users[0]),
            Some.ActorOf(users[1]),
            Some.ActorOf(users[2]),
            Some.ActorOf(users[3]),
            Some.ActorOf(users[4]),
            lab,
            study,
            children[0],
            children[1]
        );
    }
}

/// <summary>What tests do with a world again and again.</summary>
public static class WorldActions
{
    public static async Task<Guid> StartAsync(this TestChs chs, World world, bool preview = false) =>
        (await chs.SendAsync(world.Parent, new StartResponse(world.Study.Uuid, world.Child.Uuid, preview))).Value.Id;

    public static Task<Domain.Outcome<SessionView>> SaveAsync(
        this TestChs chs,
        World world,
        Guid response,
        string? data,
        ResponseFlags? flags = null
    ) =>
        chs.SendAsync(
            world.Parent,
            new SaveResponse(response, data is null ? null : Some.Data(data), flags ?? new ResponseFlags())
        );

    /// <summary>Gives consent and has it accepted.</summary>
    public static async Task ConsentAsync(this TestChs chs, World world, Guid response)
    {
        await chs.SaveAsync(world, response, null, new ResponseFlags { CompletedConsentFrame = true });
        var ruled = await chs.SendAsync(
            world.Researcher,
            new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, "")
        );
        if (ruled.Failed)
            throw new InvalidOperationException(ruled.Error.Code);
    }
}
