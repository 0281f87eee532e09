using System.Reflection;
using Chs.Infrastructure.Persistence;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>
/// Runs the test on a real PostgreSQL. Where there is none the test is skipped with a reason, so that "not run" doesn't look like "passed".
/// </summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = TestDatabases.ReasonToSkipPostgres;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [DatabaseProvider.Postgres],
        ];
}
