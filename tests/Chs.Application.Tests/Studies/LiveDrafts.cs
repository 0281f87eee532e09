using Chs.Application.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Studies;

/// <summary>The next version of a live study, prepared while families keep running the approved one.</summary>
static class LiveDrafts
{
    extension(TestChs chs)
    {
        /// <summary>The researcher saves an experiment beside the one that families run.</summary>
        public Task<StudyView> SaveBesideLiveAsync(World world, string experiment) =>
            chs.UpdateStudyAsync(world, new StudyInput { Experiment = experiment, IsBesideLive = true });

        /// <summary>The researcher asks reviewers to approve the draft.</summary>
        public Task<StudyView> ProposeAsync(World world, string comments = "") =>
            chs.AnswerAsync(world.Researcher, new ProposeDraft(world.Study.Uuid, comments, null));

        /// <summary>The researcher saves an experiment beside the live one and asks reviewers to approve it.</summary>
        public async Task<StudyView> SaveAndProposeAsync(World world, string experiment)
        {
            await chs.SaveBesideLiveAsync(world, experiment);
            return await chs.ProposeAsync(world);
        }

        /// <summary>Starts a session of a family, and returns the experiment that it runs.</summary>
        public async Task<string> ExperimentOfNextSessionAsync(World world)
        {
            var response = await chs.StartAsync(world);
            // Without data the next start would continue this response.
            await chs.SaveAsync(world, response, "[{}]");
            return await chs.WithAsync(db =>
                db.Responses.Where(r => r.Uuid == response)
                    .Join(
                        db.StudyVersions,
                        r => new { r.StudyId, Number = r.StudyVersion },
                        v => new { v.StudyId, v.Number },
                        (_, v) => v.Experiment
                    )
                    .SingleAsync()
            );
        }
    }
}
