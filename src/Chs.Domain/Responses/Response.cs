using Chs.Domain.Studies;

namespace Chs.Domain.Responses;

/// <summary>What kind of JSON the session data are. A frameplayer sends an object of frames, jsPsych a list of trials.</summary>
public enum DataShape
{
    Object = 1,
    List = 2,
    Other = 3,
}

/// <summary>Where researchers stand with a payment.</summary>
public enum PaymentStatus
{
    None = 0,
    Review = 1,
    ToPay = 2,
    DoNotPay = 3,
    Paid = 4,
}

/// <summary>Where researchers stand with a session.</summary>
public enum SessionStatus
{
    None = 0,
    ToSchedule = 1,
    Scheduled = 2,
    SessionAttended = 3,
    SessionComplete = 4,
    FollowUp = 5,
    CommunicationComplete = 6,
    WithdrawnClosed = 7,
}

/// <summary>A researcher's judgement of a consent recording.</summary>
public enum Ruling
{
    Pending = 1,
    Accepted = 2,
    Rejected = 3,
}

/// <summary>One session of a child in a study: the narrow row that lists, filters and permissions need. What was recorded stands in entries.</summary>
public sealed class Response : Aggregate
{
    Response() { }

    public long StudyId { get; private init; }

    /// <summary>Number of the <see cref="StudyVersion"/> that the family saw.</summary>
    public int StudyVersion { get; private init; }

    /// <summary>The study's type when the response was made.</summary>
    public StudyType StudyType { get; private init; }

    public long ChildId { get; private init; }

    /// <summary>The parent who takes part: the only one who may write.</summary>
    public long ParticipantId { get; private init; }

    public long? DemographicSnapshotId { get; private init; }

    /// <summary>A researcher tries the study; never counts as data.</summary>
    public bool IsPreview { get; private set; }

    public bool Completed { get; private set; }
    public bool CompletedConsentFrame { get; private set; }
    public bool SurveyConsent { get; private set; }

    /// <summary>At most 50 characters; null when unknown.</summary>
    public string? RecordingMethod { get; private set; } = "pipe";

    /// <summary>JSON text as the runner sent it.</summary>
    public string Conditions { get; private set; } = "{}";

    /// <summary>JSON text as the runner sent it.</summary>
    public string GlobalEventTimings { get; private set; } = "{}";

    /// <summary>Codes of <see cref="Eligibility.EligibilityCodes"/>, computed when the response was made, never again.</summary>
    public IReadOnlyList<string> Eligibility { get; private init; } = [];

    /// <summary>The newest consent ruling.</summary>
    public Ruling Ruling { get; private set; } = Ruling.Pending;

    /// <summary>Where the researchers stand with the family's payment.</summary>
    public PaymentStatus Payment { get; private set; }

    /// <summary>Where the researchers stand with the session, for studies with appointments.</summary>
    public SessionStatus SessionStatus { get; private set; }

    /// <summary>A researcher's own mark.</summary>
    public bool IsStarred { get; private set; }

    /// <summary>The page that made it may still be open. At most one per child, study and kind, which the database guarantees.</summary>
    public bool IsOpen { get; private set; } = true;

    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset ModifiedAt { get; private set; }

    /// <summary>What the entries together are.</summary>
    public DataShape Shape { get; private set; } = DataShape.Object;

    public int EntryCount { get; private set; }

    /// <summary>Running digest over all entries in order, 16 bytes; empty without entries. "The same prefix and one more" is recognised by it alone.</summary>
    public byte[] EntriesDigest { get; private set; } = [];

    /// <summary>Frame ids in the order seen, as JSON text. Null for jsPsych, where it is derived from the entries; an import may bring another there, which holds until the next trial.</summary>
    public string? Sequence { get; private set; } = "[]";

    /// <summary>The five answers of the exit survey as JSON text, extracted on arrival; null when there was none.</summary>
    public string? ExitAnswers { get; private set; }

    /// <summary>Consent was given on camera or on paper, and a researcher agrees.</summary>
    public bool IsConsented => Ruling is Ruling.Accepted && CompletedConsentFrame;

    public static Response Start(
        Study study,
        int version,
        long child,
        long participant,
        long? demographics,
        bool preview,
        IReadOnlyList<string> eligibility,
        DateTimeOffset now
    )
    {
        var jsPsych = study.Type is StudyType.JsPsych;
        var response = new Response
        {
            Uuid = Guid.CreateVersion7(now),
            StudyId = study.Id,
            StudyVersion = version,
            StudyType = study.Type,
            ChildId = child,
            ParticipantId = participant,
            DemographicSnapshotId = demographics,
            IsPreview = preview,
            Eligibility = eligibility,
            RecordingMethod = jsPsych ? "jspsych" : "recordrtc",
            Shape = jsPsych ? DataShape.List : DataShape.Object,
            Sequence = jsPsych ? null : "[]",
            CreatedAt = now,
            ModifiedAt = now,
        };
        response.RecordCreation(new ResponseStarted(response.Uuid, study.Uuid, preview, now));
        return response;
    }

    /// <summary>Takes over what a runner says beside its data.</summary>
    public void Update(ResponseFlags flags, DateTimeOffset now)
    {
        var finished = flags.Completed == true && !Completed;
        Completed = flags.Completed ?? Completed;
        CompletedConsentFrame = flags.CompletedConsentFrame ?? CompletedConsentFrame;
        SurveyConsent = flags.SurveyConsent ?? SurveyConsent;
        if (flags.IsPreview == true && !IsPreview)
            (IsPreview, IsOpen) = (true, false); // another try may be open already
        if (flags.RecordingMethod is { } method)
            RecordingMethod = method.Value;
        Conditions = flags.Conditions ?? Conditions;
        GlobalEventTimings = flags.GlobalEventTimings ?? GlobalEventTimings;
        if (StudyType is not StudyType.JsPsych)
            Sequence = flags.Sequence ?? Sequence;
        if (Completed)
            IsOpen = false;
        ModifiedAt = now;
        if (finished)
            Record(new ResponseCompleted(Uuid, now));
        else
            Changed();
    }

    /// <summary>Says what the entries now are.</summary>
    public void SetEntries(DataShape shape, int count, byte[] digest, string? exitAnswers)
    {
        (Shape, EntryCount, EntriesDigest, ExitAnswers) = (shape, count, digest, exitAnswers);
        if (StudyType is StudyType.JsPsych)
            Sequence = null;
    }

    /// <summary>Judges the consent. A ruling isn't a change of the session: <see cref="ModifiedAt"/> stays.</summary>
    public ConsentRuling Rule(Ruling ruling, long arbiter, string comment, DateTimeOffset now)
    {
        Ruling = ruling;
        Record(new ConsentRuled(Uuid, ruling, now));
        return ConsentRuling.Of(Id, ruling, arbiter, comment, now);
    }

    /// <summary>Another page takes over, or time is up. What this one still sends is kept.</summary>
    public void Close() => IsOpen = false;
}

/// <summary>What a runner may say beside its data; null: not said.</summary>
public sealed record ResponseFlags
{
    public bool? Completed { get; init; }
    public bool? CompletedConsentFrame { get; init; }
    public bool? SurveyConsent { get; init; }

    /// <summary>Only true has an effect: data can't become real later.</summary>
    public bool? IsPreview { get; init; }

    public Optional<string?>? RecordingMethod { get; init; }

    /// <summary>JSON text.</summary>
    public string? Conditions { get; init; }

    /// <summary>JSON text.</summary>
    public string? GlobalEventTimings { get; init; }

    /// <summary>JSON text of a list of strings; ignored for jsPsych.</summary>
    public string? Sequence { get; init; }

    /// <summary>What remains of a save that was overtaken by a newer one: what adds, nothing that takes back.</summary>
    public ResponseFlags AdditionsTo(Response known) =>
        new()
        {
            Completed = Completed == true ? true : null,
            CompletedConsentFrame = CompletedConsentFrame == true ? true : null,
            SurveyConsent = SurveyConsent == true ? true : null,
            IsPreview = IsPreview,
            Conditions = known.Conditions is "{}" ? Conditions : null,
            GlobalEventTimings = known.GlobalEventTimings is "{}" or "[]" ? GlobalEventTimings : null,
        };

    public bool SaysNothing => this == new ResponseFlags();
}

/// <summary>Keeps "said to be null" apart from "not said".</summary>
public sealed record Optional<T>(T Value);

/// <summary>One trial or frame, as the runner sent it.</summary>
public sealed class ResponseEntry
{
    ResponseEntry() { }

    public long ResponseId { get; private init; }

    /// <summary>0, 1, 2 … in the order of arrival.</summary>
    public int Ordinal { get; private init; }

    /// <summary>Frame id; null for trials.</summary>
    public string? Key { get; private init; }

    /// <summary>A trial's item of the sequence, <c>index-type</c>; null when it names none.</summary>
    public string? Label { get; private set; }

    /// <summary><c>chs_type</c> of a trial, <c>frameType</c> of a frame, in lower case; null when absent.</summary>
    public string? Kind { get; private set; }

    /// <summary>The exact bytes, UTF-8 JSON.</summary>
    public byte[] Payload { get; private set; } = [];

    /// <summary>Digest of the payload, 16 bytes.</summary>
    public byte[] Digest { get; private set; } = [];

    public DateTimeOffset ReceivedAt { get; private set; }

    public static ResponseEntry Of(long response, int ordinal, string? key, EntryContent content, DateTimeOffset now)
    {
        var entry = new ResponseEntry
        {
            ResponseId = response,
            Ordinal = ordinal,
            Key = key,
        };
        entry.Replace(content, now);
        return entry;
    }

    public void Replace(EntryContent content, DateTimeOffset now) =>
        (Label, Kind, Payload, Digest, ReceivedAt) = (
            content.Label,
            content.Kind,
            content.Payload,
            content.Digest,
            now
        );
}

/// <summary>What an entry says, with what was extracted from it.</summary>
public sealed record EntryContent(string? Label, string? Kind, byte[] Payload, byte[] Digest);

/// <summary>One judgement of one response's consent. The newest counts, the others are history.</summary>
public sealed class ConsentRuling
{
    ConsentRuling() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long ResponseId { get; private init; }
    public Ruling Ruling { get; private init; }

    /// <summary>Key of who judged; null when that account is gone.</summary>
    public long? ArbiterId { get; private init; }

    public string Comment { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }

    internal static ConsentRuling Of(long response, Ruling ruling, long arbiter, string comment, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            ResponseId = response,
            Ruling = ruling,
            ArbiterId = arbiter,
            Comment = comment,
            CreatedAt = now,
        };
}

/// <summary>A session began.</summary>
public sealed record ResponseStarted(Guid Response, Guid Study, bool Preview, DateTimeOffset At) : DomainEvent(At);

/// <summary>A session reached its end.</summary>
public sealed record ResponseCompleted(Guid Response, DateTimeOffset At) : DomainEvent(At);

/// <summary>A consent was judged.</summary>
public sealed record ConsentRuled(Guid Response, Ruling Ruling, DateTimeOffset At) : DomainEvent(At);

/// <summary>Refusals about responses. Codes are part of the v3 contract.</summary>
public static class ResponseErrors
{
    public static readonly Error OfAnother = Error.Conflict(
        "response.of_another",
        "This response belongs to another study or child."
    );

    public static readonly Error NotAList = Error.Invalid(
        "/exp_data",
        "not_a_list",
        "The data of a jsPsych session are a list of trials."
    );

    public static Error Shrinks(int stored, int sent) =>
        Error.Invalid(
            "/exp_data",
            "shrinks",
            $"{sent} trials were sent and {stored} are stored: trials can't be taken back."
        );
}
