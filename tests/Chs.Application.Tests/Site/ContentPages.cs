using Chs.Application.Site;

namespace Chs.Application.Tests.Site;

/// <summary>A page of the site that tries to harm its readers.</summary>
static class ContentPages
{
    public static readonly ContentPageInput Privacy = new()
    {
        Title = "Privacy",
        Markdown = "# Yours\n<script>alert(1)</script> [x](javascript:alert(1)) **bold** <img src=x onerror=alert(1)>",
        IsPublished = true,
    };
}
