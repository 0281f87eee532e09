using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>A scene with one build worker, shared by several tests.</summary>
public sealed class WorkingScene : IAsyncLifetime
{
    BuildScene? _scene;
    (Guid Study, JsonElement Build)? _built;

    public BuildScene Scene => _scene!;

    public async Task InitializeAsync()
    {
        if (BuildScene.ReasonToSkip is not null)
            return;
        _scene = await BuildScene.StartAsync();
        await _scene.WorkerAsync();
    }

    /// <summary>A study that is built, and its build. Made once.</summary>
    public async Task<(Guid Study, JsonElement Build)> BuiltStudyAsync()
    {
        if (_built is null)
        {
            var study = await Scene.StudyAsync();
            _built = (study, await Scene.BuildAsync(study));
        }

        return _built.Value;
    }

    public async Task DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
    }
}
