namespace Chs.Browser.Tests;

/// <summary>The study that the demo offers to families.</summary>
static class DemoStudy
{
    /// <summary>Labels of the trials of a whole session.</summary>
    public static readonly string[] Trials =
    [
        "0-html-button-response",
        "1-html-button-response",
        "2-html-button-response",
        "3-html-button-response",
        "4-survey-text",
    ];
}
