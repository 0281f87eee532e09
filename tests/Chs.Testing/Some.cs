using System.Text;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Testing;

/// <summary>Sample objects for tests, with ordinary values.</summary>
public static class Some
{
    public static readonly DateTimeOffset Moment = new(2026, 3, 2, 10, 20, 30, 123, 456, TimeSpan.Zero);

    /// <summary>The day of <see cref="Moment"/>, at the site too.</summary>
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static Actor ActorOf(User user) => new(user.Id, user.Uuid, user.IsResearcher, user.Rights);

    /// <summary>What a user does at <see cref="Moment"/>.</summary>
    public static Deed DeedOf(User user) => new(user.Uuid, user.Id, Moment);

    /// <summary>What an actor does at <see cref="Moment"/>.</summary>
    public static Deed DeedOf(Actor actor) => new(actor.Id, actor.Key, Moment);

    /// <summary>A study that its creator just made. Its lab and its creator must be saved.</summary>
    public static Study Study(
        Lab lab,
        Deed deed,
        string name = "Faces, 2nd try",
        StudyType type = StudyType.JsPsych,
        StudyProtocol? protocol = null,
        bool isPublic = true
    ) =>
        Domain.Studies.Study.Create(
            type,
            lab,
            StudyDetails.Empty with
            {
                Name = name,
            },
            AgeRange.Any,
            isPublic,
            protocol ?? StudyProtocol.Empty,
            note: "",
            deed
        );

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

    public static SessionData Data(string json) => SessionData.Of(Encoding.UTF8.GetBytes(json));

    /// <summary>A JSON array of <paramref name="count"/> plain trials.</summary>
    public static string Trials(int count)
    {
        var trials = Enumerable
            .Range(0, count)
            .Select(i => $$"""{"trial_index":{{i}},"trial_type":"t","rt":{{i * 10}}}""");
        return $"[{string.Join(',', trials)}]";
    }
}
