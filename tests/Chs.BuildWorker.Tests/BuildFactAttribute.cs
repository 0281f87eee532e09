using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A test that needs all servers of a <see cref="BuildScene"/>.</summary>
public sealed class BuildFactAttribute : FactAttribute
{
    public static string? ReasonToSkip =>
        Servers.ReasonToSkip("CHS_TEST_DOCKER", "CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES");

    public BuildFactAttribute() => Skip = ReasonToSkip;
}
