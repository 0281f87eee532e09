using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Studies;

/// <summary>A study whose protocol was saved several times.</summary>
static class SavedVersions
{
    /// <summary>Gives version 1 another experiment, which no request of ours would have let through.</summary>
    public static Task SetProtocolAsync(this TestChs chs, World world, string experiment) =>
        chs.WithAsync(db =>
            db.StudyVersions.Where(v => v.StudyId == world.Study.Id && v.Number == 1)
                .ExecuteUpdateAsync(row => row.SetProperty(v => v.Experiment, experiment))
        );

    /// <summary>Makes a world and saves versions 2 to 4 of its study, of which version 2 is approved.</summary>
    public static async Task<World> MakeWorldWithFourVersionsAsync(this TestChs chs)
    {
        var world = await World.MakeAsync(chs, StudyState.Created);
        await SaveAsync(new() { Experiment = "a\nb\nc", Note = "three lines" });
        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Approve);
        await SaveAsync(new() { Experiment = "a\nB\nc" });
        await SaveAsync(new() { Experiment = "a\nB\nc\nd" });
        // Saving the same again makes no version.
        await SaveAsync(new() { Experiment = "a\nB\nc\nd" });
        return world;

        Task SaveAsync(StudyInput input) => chs.UpdateStudyAsync(world, input);
    }
}
