using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A test that needs all servers of a <see cref="BuildScene"/>.</summary>
public sealed class BuildFactAttribute : FactAttribute
{
    public BuildFactAttribute() => Skip = BuildScene.ReasonToSkip;
}
