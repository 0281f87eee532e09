using Chs.Infrastructure.Persistence;
using Xunit;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>A test against recordings of the reference; skipped with a reason where they aren't beside the checkout.</summary>
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        if (Repository.Reference is null)
            Skip = Golden.WhyNot;
    }
}

/// <summary>The same on each database; the reference's own database needs a PostgreSQL in any case.</summary>
public sealed class OnEachWithGoldenAttribute : DataAttribute
{
    public OnEachWithGoldenAttribute() =>
        Skip = Repository.Reference is null ? Golden.WhyNot : TestDatabases.WhyNoPostgres;

    public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
        [
            [DatabaseProvider.Sqlite],
            [DatabaseProvider.Postgres],
        ];
}

static class Golden
{
    public const string WhyNot = "Skipped: the recordings of the reference (../shared) aren't beside this checkout.";
}
