using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A test in headless Chromium. Skipped with a reason where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public static readonly string Chromium =
        Environment.GetEnvironmentVariable("CHS_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium))
            Skip = "Skipped: there is no Chromium. './dev test' installs it, or set CHS_TEST_CHROMIUM.";
    }
}
