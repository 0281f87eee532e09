namespace Chs.Domain.Responses;

/// <summary>Refusals about responses. Codes are part of the v3 contract.</summary>
public static class ResponseErrors
{
    /// <summary>For those who may see a study, such as its reviewers.</summary>
    public static readonly Error NotToRuleOn = Error.Forbidden with
    {
        Message =
            "You may see this study, but not rule on consent: that needs the right codeConsent (for previews "
            + "codePreviewConsent), which a role in the study or its lab gives.",
    };

    /// <summary>For those who may see a study, such as its reviewers.</summary>
    public static readonly Error NotShown = Error.Forbidden with
    {
        Message =
            "You may see this study, but not its responses: that needs the right readResponses or codeConsent (for "
            + "previews readPreviews or codePreviewConsent), which a role in the study or its lab gives.",
    };

    public static readonly Error NotReadable = Error.Forbidden with
    {
        Message =
            "You may see this study, but not its responses: that needs the right readResponses (for previews "
            + "readPreviews), which a role in the study or its lab gives.",
    };

    public static readonly Error OfAnother = Error.Conflict(
        "response.of_another",
        "This response belongs to another study or child."
    );

    public static readonly Error NoConsentYet = Error.Conflict(
        "response.no_consent",
        "This family hasn't reached the end of the consent yet."
    );

    public static readonly Error NotAList = Error.Invalid(
        "/exp_data",
        "not_a_list",
        "The data of a jsPsych session are a list of trials."
    );

    /// <summary>Of two sessions of a child that are started at the same moment, the second gets this.</summary>
    public static readonly Error StartedConcurrently = Error.Conflict(
        "response.started_concurrently",
        "This child's session was started in another window at the same moment. Try again."
    );

    /// <summary>Trials that are stored are never removed by a save.</summary>
    public static Error Shrinks(int stored, int sent) =>
        Error.Invalid(
            "/exp_data",
            "shrinks",
            $"{sent} trials were sent and {stored} are stored: trials can't be taken back."
        );
}
