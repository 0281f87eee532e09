using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A test with data that needs all servers of a <see cref="BuildScene"/>.</summary>
public sealed class BuildTheoryAttribute : TheoryAttribute
{
    public BuildTheoryAttribute() => Skip = BuildScene.ReasonToSkip;
}
