using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Testing;

namespace Chs.Application.Tests.Studies;

/// <summary>Steps that tests of test participants take.</summary>
static class TestParticipants
{
    extension(TestChs chs)
    {
        /// <summary>The researcher makes a test participant of the world's study, or of another one.</summary>
        public async Task<Guid> CreateTestParticipantAsync(World world, string name = "Try", Guid? study = null) =>
            (await chs.AnswerAsync(world.Researcher, Creation(study ?? world.Study.Uuid, name))).Id;

        /// <summary>Somebody previews the world's study with a test participant.</summary>
        public async Task<Guid> PreviewWithAsync(World world, Actor actor, Guid participant) =>
            (await chs.AnswerAsync(actor, Preview(world, participant))).Response!.Id;
    }

    public static CreateTestParticipant Creation(Guid study, string name = "Try") => new(study, Children.Called(name));

    public static StartResponse Preview(World world, Guid participant) =>
        new(world.Study.Uuid, participant, Preview: true);
}
