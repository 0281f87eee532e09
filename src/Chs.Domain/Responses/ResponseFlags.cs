namespace Chs.Domain.Responses;

/// <summary>What a runner may save beside the session data. A null member was not sent.</summary>
public sealed record ResponseFlags
{
    /// <summary>Only true has an effect, as for the two below: what a session has reached can't be taken back.</summary>
    public bool? Completed { get; init; }

    public bool? CompletedConsentFrame { get; init; }
    public bool? SurveyConsent { get; init; }

    public Optional<string?>? RecordingMethod { get; init; }

    /// <summary>JSON text.</summary>
    public string? Conditions { get; init; }

    /// <summary>JSON text.</summary>
    public string? GlobalEventTimings { get; init; }

    /// <summary>JSON text of a list of strings; ignored for jsPsych.</summary>
    public string? Sequence { get; init; }

    public bool IsEmpty => this == new ResponseFlags();

    /// <summary>The part of a save that still applies when a newer save arrived first.</summary>
    /// <remarks>It adds to the response, and never reverts what the newer save has set.</remarks>
    public ResponseFlags AdditionsTo(Response stored) =>
        new()
        {
            Completed = TrueOrNull(Completed),
            CompletedConsentFrame = TrueOrNull(CompletedConsentFrame),
            SurveyConsent = TrueOrNull(SurveyConsent),
            Conditions = stored.Conditions is "{}" ? Conditions : null,
            GlobalEventTimings = stored.GlobalEventTimings is "{}" or "[]" ? GlobalEventTimings : null,
        };

    static bool? TrueOrNull(bool? flag) => flag == true ? true : null;
}
