using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests;

/// <summary>Steps that tests of several features take in a <see cref="World"/>. Each of them must succeed.</summary>
static class WorldSteps
{
    extension(TestChs chs)
    {
        /// <summary>The researcher changes the world's study, or another one.</summary>
        public Task<StudyView> UpdateStudyAsync(World world, StudyInput input, Guid? study = null) =>
            chs.AnswerAsync(world.Researcher, new UpdateStudy(study ?? world.Study.Uuid, input, null));

        public Task<StudyView> ReadStudyAsync(World world, Guid? study = null) =>
            chs.AnswerAsync(world.Researcher, new ReadStudy(study ?? world.Study.Uuid));

        /// <summary>The researcher creates a study in the world's lab.</summary>
        public async Task<Guid> CreateStudyAsync(World world, StudyInput input, StudyType type = StudyType.JsPsych) =>
            (await chs.AnswerAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, input, type))).Id;

        /// <summary>Takes steps of the workflow as the reviewer or the researcher, whoever may.</summary>
        public async Task MoveStudyAsync(World world, params StudyTrigger[] steps)
        {
            foreach (var step in steps)
            {
                var actor = step is StudyTrigger.Approve or StudyTrigger.Reject ? world.Reviewer : world.Researcher;
                await chs.SucceedsAsync(actor, new MoveStudy(world.Study.Uuid, step, "", null));
            }
        }

        /// <summary>The researcher gives somebody a role in the world's lab.</summary>
        public Task GiveLabRoleAsync(World world, Actor actor, LabRole role) =>
            chs.SucceedsAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, actor.Id, role));

        /// <summary>The researcher gives somebody a role in the world's study.</summary>
        public Task GiveStudyRoleAsync(World world, Actor actor, StudyRole role) =>
            chs.SucceedsAsync(world.Researcher, new SetStudyRole(world.Study.Uuid, actor.Id, role));

        /// <summary>A researcher creates a lab, whose admin they become.</summary>
        public async Task<Guid> CreateLabAsync(Actor researcher, LabInput input) =>
            (await chs.AnswerAsync(researcher, new CreateLab(input))).Id;

        /// <summary>The kinds of messages in the outbox, oldest first.</summary>
        public Task<List<string>> OutboxKindsAsync() =>
            chs.WithAsync(db => db.Outbox.OrderBy(message => message.Id).Select(message => message.Kind).ToListAsync());

        /// <summary>All that the audit log tells beside actions, actors and subjects.</summary>
        public async Task<string> AuditDetailsAsync() =>
            string.Concat(await chs.WithAsync(db => db.Audit.Select(entry => entry.Details).ToListAsync()));
    }

    /// <summary>What the form of a lab holds when only the necessary was filled in.</summary>
    public static LabInput LabNamed(string name) =>
        new()
        {
            Name = name,
            Institution = "Uni",
            PrincipalInvestigator = "PI",
            ContactEmail = $"{name}@x.example".ToLowerInvariant(),
            ContactPhone = "",
            Website = "",
            Description = "",
            Slug = null,
            IrbContact = "",
        };
}
