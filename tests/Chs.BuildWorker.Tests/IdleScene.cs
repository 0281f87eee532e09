using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A scene whose tests start the build workers that they need, and kill them at their end.</summary>
public sealed class IdleScene : IAsyncLifetime
{
    BuildScene? _scene;

    public BuildScene Scene => _scene!;

    public async Task InitializeAsync()
    {
        if (BuildScene.ReasonToSkip is null)
            _scene = await BuildScene.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
    }
}
