using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A test in headless Chromium with several sets of data. Skipped with a reason where there is none.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}
