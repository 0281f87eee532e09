using System.Reflection;
using Chs.Infrastructure.Persistence;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>Runs the test on each database. It needs PostgreSQL in any case, because the test also reads from one.</summary>
public sealed class OnEachWithPostgresAttribute : DataAttribute
{
    public OnEachWithPostgresAttribute() => Skip = TestDatabases.ReasonToSkipPostgres;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [DatabaseProvider.Sqlite],
            [DatabaseProvider.Postgres],
        ];
}
