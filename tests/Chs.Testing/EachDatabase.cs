using System.Reflection;
using Chs.Infrastructure.Persistence;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>Runs the test on SQLite.</summary>
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [DatabaseProvider.Sqlite],
        ];
}

/// <summary>Runs the test on a real PostgreSQL; skipped with a reason where there is none, so that nobody takes "not run" for "passed".</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = TestDatabases.WhyNoPostgres;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [DatabaseProvider.Postgres],
        ];
}

/// <summary>Runs the test on each database; a PostgreSQL is needed in any case, for what the test reads.</summary>
public sealed class OnEachWithPostgresAttribute : DataAttribute
{
    public OnEachWithPostgresAttribute() => Skip = TestDatabases.WhyNoPostgres;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [DatabaseProvider.Sqlite],
            [DatabaseProvider.Postgres],
        ];
}
