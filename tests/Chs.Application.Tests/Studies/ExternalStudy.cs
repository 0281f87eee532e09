using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Testing;

namespace Chs.Application.Tests.Studies;

/// <summary>A study that families take part in elsewhere, with every field filled in.</summary>
static class ExternalStudy
{
    /// <summary>How families get there, as it is shown.</summary>
    public static readonly ExternalView Arrangement = new()
    {
        IsScheduled = true,
        Scheduling = SchedulingTool.Other,
        OtherScheduling = "By phone",
        Platform = StudyPlatform.MechanicalTurk,
        OtherPlatform = "",
    };

    /// <summary>Creates it; it requires participation in the world's study.</summary>
    public static Task<Guid> CreateExternalStudyAsync(this TestChs chs, World world) =>
        chs.CreateStudyAsync(
            world,
            new StudyInput
            {
                Name = "Elsewhere",
                ExternalUrl = "https://example.qualtrics.com/1",
                External = new ExternalInput
                {
                    IsScheduled = true,
                    Scheduling = SchedulingTool.Other,
                    OtherScheduling = "By phone",
                    Platform = StudyPlatform.MechanicalTurk,
                },
                Priority = 7,
                IrbNumber = "2026-1",
                IrbUntil = new DateOnly(2027, 6, 30),
                MustHaveParticipated = [world.Study.Uuid],
            },
            StudyType.External
        );
}
