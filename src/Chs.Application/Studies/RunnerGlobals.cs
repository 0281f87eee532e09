using ScriptPlace = (int Line, int Column);

namespace Chs.Application.Studies;

/// <summary>The global variables that the page of a jsPsych study gives to experiments, whichever manifest it loads.</summary>
static class RunnerGlobals
{
    /// <summary>What global variables of plugins begin with; an upper-case letter follows.</summary>
    public const string PluginPrefix = "jsPsych";

    static readonly HashSet<string> Plugins = new(StringComparer.Ordinal)
    {
        "jsPsychModule",
        "jsPsychFullscreen",
        "jsPsychHtmlButtonResponse",
        "jsPsychHtmlKeyboardResponse",
        "jsPsychImageButtonResponse",
        "jsPsychImageHotspots",
        "jsPsychImageKeyboardResponse",
        "jsPsychPreload",
        "jsPsychSurveyMultiChoice",
        "jsPsychSurveyText",
        "jsPsychVideoButtonResponse",
        "jsPsychVideoHotspots",
        "jsPsychVideoKeyboardResponse",
    };

    static readonly HashSet<string> MembersOfEveryObject = new(StringComparer.Ordinal)
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    };

    /// <summary>The members of each object whose members are all known. <c>chs</c>, the session, isn't one.</summary>
    static readonly Dictionary<string, string[]> Objects = new(StringComparer.Ordinal)
    {
        ["chsData"] = ["load", "retrieveResponse", "updateResponse", "finish", "LookitS3"],
        ["chsRecord"] =
        [
            "VideoConfigPlugin",
            "VideoConsentPlugin",
            "VideoAssentPlugin",
            "TrialRecordExtension",
            "StartRecordPlugin",
            "StopRecordPlugin",
        ],
        ["chsSurvey"] = ["ConsentSurveyPlugin", "ExitSurveyPlugin"],
        ["chsTemplates"] =
        [
            "assentVideo",
            "consentVideo",
            "establishingConnection",
            "exitSurvey",
            "loadingAnimation",
            "setLocale",
            "translateString",
            "uploadingVideo",
            "videoConfig",
        ],
    };

    /// <summary>Whether a name is that of a plugin which no manifest loads.</summary>
    public static bool IsUnknownPlugin(string name) =>
        name.StartsWith(PluginPrefix, StringComparison.Ordinal)
        && name.Length > PluginPrefix.Length
        && char.IsAsciiLetterUpper(name[PluginPrefix.Length])
        && !Plugins.Contains(name);

    /// <summary>The places where a script uses a member that its object doesn't have.</summary>
    public static IEnumerable<(string Owner, string Member, ScriptPlace At)> UnknownMembersIn(ScriptNames names) =>
        from known in Objects
        from used in names.MembersOf(known.Key)
        where !known.Value.Contains(used.Name, StringComparer.Ordinal) && !MembersOfEveryObject.Contains(used.Name)
        select (known.Key, used.Name, used.At);
}
