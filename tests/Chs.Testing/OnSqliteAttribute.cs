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
