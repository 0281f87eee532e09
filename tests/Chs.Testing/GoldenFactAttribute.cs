using Chs.Infrastructure.Persistence;
using Xunit;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>A test against recordings of the reference system. Skipped with a reason where they aren't beside the checkout.</summary>
public sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        if (Repository.Reference is null)
            Skip = Golden.ReasonToSkip;
    }
}

/// <summary>Such a test on each database. It needs PostgreSQL in any case, for the reference's own database.</summary>
public sealed class OnEachWithGoldenAttribute : DataAttribute
{
    public OnEachWithGoldenAttribute() =>
        Skip = Repository.Reference is null ? Golden.ReasonToSkip : TestDatabases.ReasonToSkipPostgres;

    public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
        [
            [DatabaseProvider.Sqlite],
            [DatabaseProvider.Postgres],
        ];
}

static class Golden
{
    public const string ReasonToSkip =
        "Skipped: the recordings of the reference (../shared) aren't beside this checkout.";
}
