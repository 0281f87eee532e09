using Xunit;

namespace Chs.Testing;

/// <summary>A test against recordings of the reference; skipped with a reason where they aren't beside the checkout.</summary>
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        if (Repository.Reference is null) Skip = "Skipped: the recordings of the reference (../shared) aren't beside this checkout.";
    }
}
