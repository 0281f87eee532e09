using Chs.Application.Builds;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Application.Tests.Plays;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>Steps that many tests of builds take.</summary>
static class BuildActions
{
    public static readonly ResolvedRunner Runner = new(
        "https://github.com/lookit/ember-lookit-frameplayer",
        new string('a', 40)
    );

    extension(TestChs chs)
    {
        /// <summary>The researcher creates a study that must be built with <see cref="Runner"/>.</summary>
        public Task<Guid> CreateFrameplayerStudyAsync(World world)
        {
            var input = new StudyInput
            {
                Name = "Frames",
                RunnerCommit = Runner.Commit,
                Structure = """{"frames":{"hello":{}},"sequence":["hello"]}""",
            };
            return chs.CreateStudyAsync(world, input, StudyType.Frameplayer);
        }

        /// <summary>The researcher requests a build.</summary>
        /// <returns>Its id.</returns>
        public async Task<Guid> RequestBuildAsync(World world, Guid study) =>
            (await chs.AnswerAsync(world.Researcher, new RequestBuild(study))).Id;

        /// <summary>The researcher creates a study and requests a build of it.</summary>
        /// <returns>The id of the build.</returns>
        public async Task<Guid> RequestBuildOfNewStudyAsync(World world) =>
            await chs.RequestBuildAsync(world, await chs.CreateFrameplayerStudyAsync(world));

        /// <summary>The digest of the page that a preview of the researcher gets now.</summary>
        public async Task<string> DigestOfPageAsync(World world, Guid study)
        {
            var player = await chs.PlayAsync(world.Researcher, study, child: null, isPreview: true);
            return (await chs.AnswerAsync(player, new ReadBuiltFile("index.html"))).Digest;
        }

        /// <summary>Brings a study that is built to families.</summary>
        public async Task ActivateAsync(World world, Guid study)
        {
            await chs.ApproveAsync(world, study);
            await chs.SucceedsAsync(world.Researcher, new MoveStudy(study, StudyTrigger.Activate, "", null));
        }

        /// <summary>The researcher submits a study, and the reviewer approves it.</summary>
        public async Task ApproveAsync(World world, Guid study)
        {
            await chs.SucceedsAsync(world.Researcher, new MoveStudy(study, StudyTrigger.Submit, "", null));
            await chs.SucceedsAsync(world.Reviewer, new MoveStudy(study, StudyTrigger.Approve, "", null));
        }

        /// <summary>Claims a build for a worker, who must get it.</summary>
        public async Task<BuildLease> ClaimBuildAsync(Guid build)
        {
            var result = await chs.Get<BuildStore>().ClaimAsync(build, default);
            Assert.Equal(BuildClaim.Taken, result.Claim);
            return result.Lease!;
        }

        /// <summary>Builds a study: it gets a page with this digest.</summary>
        /// <param name="digest">The digit that the digest of the page repeats.</param>
        /// <returns>The id of the build.</returns>
        public async Task<Guid> BuildAsync(World world, Guid study, char digest)
        {
            var build = await chs.RequestBuildAsync(world, study);
            var lease = await chs.ClaimBuildAsync(build);
            var page = new MemoryStream("<html>"u8.ToArray());
            await chs.Get<IObjectStore>().PutAsync(PageKey(digest), page, new ObjectTraits("text/html", ""), default);
            var store = chs.Get<BuildStore>();
            await store.RecordStoredAsync([(PageKey(digest), DigestOf(digest), 6)], default);
            var succeeded = await store.SucceedAsync(
                lease,
                [PageOf(lease, digest)],
                $"artefacts/p{digest}",
                $"artefacts/c{digest}",
                default
            );
            Assert.True(succeeded);
            return build;
        }
    }

    public static string DigestOf(char digit) => new(digit, 64);

    /// <summary>The key of a page in the object store.</summary>
    public static string PageKey(char digest) => ArtefactKeys.KeyOf(DigestOf(digest), "index.html");

    public static BuildFile PageOf(BuildLease lease, char digest) =>
        BuildFile.Of(lease.Key, "index.html", 6, DigestOf(digest), "text/html", null);
}
