namespace Chs.Infrastructure.Settings;

/// <summary>The files of the manifest <c>lookit</c> unless the operator lists others: what the replaced site loads.</summary>
static class LookitFiles
{
    const string Network = "https://unpkg.com/";

    /// <summary>In loading order.</summary>
    public static readonly IReadOnlyList<PlayScript> Default =
    [
        Style(
            "jspsych@8.0.3/css/jspsych.css",
            "sha384-JNNpz6XWsC9uPPHlCuf9rr6LrSD2uYvbkApP5kAp6g/lFBue51K1kMzxGawS50nK"
        ),
        Style("@lookit/style@0.3.0", "sha384-kmN9wmXS/lsT78dPkfu99YiznGYo4lNUhB5tLUJWL82ScmPucLsOrYj5np/FM/vC"),
        Script("jspsych@8.0.3", "sha384-YlD0H7IvUJqPzueP9WYLT0zKLtEnoNlbxZ5Kd4jg+3orRU5jXGk4ozBUMLqQ+SQ1"),
        Script(
            "@jspsych/plugin-html-keyboard-response@2.0.0",
            "sha384-3rxt+0Ug6ruPv/HON9dlEFlhrBHhqZeHQizgSO59PsPIu0OGscC8sMgifOe7/uJG"
        ),
        Script(
            "@jspsych/plugin-image-keyboard-response@2.0.0",
            "sha384-BqelFj5L0Q3ifJf9rlngrTf8zZgfZhmaGwODK7vjHchtxS/Um3LVYj58qymHDn1i"
        ),
        Script(
            "@jspsych/plugin-video-keyboard-response@2.1.0",
            "sha384-a/hZpVf76Sh4k+Do3dVTBltuX/XuRfZnokDUg7Qsw5J+pMy00lzyMX5EovruBI3M"
        ),
        Script(
            "@jspsych/plugin-html-button-response@2.0.0",
            "sha384-YkXp8JHPul+fAB8ACoBIXD4fMzweAXqwajNbmkFxKo0z4CEZJssZ5EWqMCefJs8J"
        ),
        Script(
            "@jspsych/plugin-image-button-response@2.0.0",
            "sha384-akngF9Va8sW0TdFvi4EsfM6SGOE94o2XZ+n99/QKYbVhdUEvX1h/OJdfa8yRoEPX"
        ),
        Script(
            "@jspsych/plugin-video-button-response@2.0.0",
            "sha384-u1N4HtXTAx8IPaZxRLKurCoPhFnSQ+TrF+33Lr1ORBhnRogBnU8Fd7tbPkFh1uUj"
        ),
        Script(
            "@jspsych-contrib/plugin-image-hotspots@1.1.0",
            "sha384-7AhLUtRbC1B+Xy/IvMrbPwOq6HljuZNa73fxtKSPix5U/fRpljnK/hkcJGtKsTRJ"
        ),
        Script(
            "@jspsych-contrib/plugin-video-hotspots@1.1.0",
            "sha384-us3mQaYVUiroiiS/C+w4pJnlRl7E65KWAPC/zqIXWJxpHQhXfn06a2C+fxhkVLbd"
        ),
        Script(
            "@jspsych/plugin-preload@2.0.0",
            "sha384-veBuhHbf5WLQIFlG9N6a+5E/kRYJcBTDKkqJRTkc7wuGwptljsBa2fYuTseMkOBI"
        ),
        Script(
            "@jspsych/plugin-survey-text@2.1.0",
            "sha384-wSdh5i8tkmhhMiddYPH0Sc0HNw6wDfVWT80sTyRdjs62ctEKZHPLDdF2WXj2sPa/"
        ),
        Script(
            "@jspsych/plugin-survey-multi-choice@2.1.0",
            "sha384-NDx/PP6brJOK2yI3xA9yYbsgRe6I7BUZ3jcBD9aiVRWNYiei88wLmzsMEdWGJXOr"
        ),
        Script(
            "@jspsych/plugin-fullscreen@2.1.0",
            "sha384-JQEV9wMXFDbTpp1eYJSU9G7uQeyZcLGabno5ZHQJGytUBG19mTZ+ZBV5dsm7m6Mf"
        ),
        Script("@lookit/data@0.3.0", "sha384-kpjDWFQo7CQk9i6Bq58NNCC8i5mFCMAbapMhF3xxLmEc2vD6wHqMc/aI0w1u/fTh"),
        Script("@lookit/templates@3.1.0", "sha384-ROFlcg/vVnLfIAp4GkU2e0I0dfCH8Lcc63tqd8j8M/5EszxstGFrmlL/twRT2WeY"),
        Script(
            "@lookit/lookit-initjspsych@3.1.0",
            "sha384-+x2EOnQt8Waj7fZPvEv/xz3Qv8j/AmUra+cwRaFUPaI1RxfWCeKOdvlzJzo2EOnW"
        ),
        Script("@lookit/record@6.0.0", "sha384-hxbJ8MHNzm1uRJazhhMl9psc4sJ0abtm8wo9dloeF3GaQyIjf426E/kMJedxQg0I"),
        Script("@lookit/surveys@6.0.0", "sha384-Oz61+LJbdIJzy7x0ghgZZE7pc0E1ibfnwl2Iu0WjvHj2Tn0usZo4ZgfZ8UeSuV6F"),
    ];

    static PlayScript Script(string path, string integrity) => new(Network + path, integrity, PlayFileKind.Script);

    static PlayScript Style(string path, string integrity) => new(Network + path, integrity, PlayFileKind.Style);
}
