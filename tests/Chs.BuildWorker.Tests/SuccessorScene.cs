using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>
/// A scene in which each test kills the build worker and starts its successor, which the next test kills. Starting a
/// worker takes longer than a build.
/// </summary>
public sealed class SuccessorScene : IAsyncLifetime
{
    BuildScene? _scene;
    Guid? _study;
    ServerProcess? _worker;

    public BuildScene Scene => _scene!;

    public async Task InitializeAsync()
    {
        if (BuildScene.ReasonToSkip is null)
            _scene = await BuildScene.StartAsync();
    }

    /// <summary>A study that is built, and the worker that runs.</summary>
    public async Task<(Guid Study, ServerProcess Worker)> ReadyAsync()
    {
        if (_worker is null)
            await ReplaceWorkerAsync();
        if (_study is null)
        {
            var study = await Scene.StudyAsync(Scene.Good);
            await Scene.SucceedAsync(study);
            _study = study;
        }

        return (_study.Value, _worker!);
    }

    /// <summary>Starts a worker in place of the one that was there, if any.</summary>
    public async Task ReplaceWorkerAsync()
    {
        await Scene.KillWorkersAsync();
        _worker = await Scene.WorkerAsync();
    }

    public async Task DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
    }
}
