using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class StudyVersionTests
{
    static readonly StudyProtocol Protocol = StudyProtocol.Empty with { Structure = "a", Generator = "bc" };

    [Fact]
    public void Has_the_digest_of_an_equal_protocol() =>
        Assert.Equal(StudyVersion.DigestOf(Protocol), StudyVersion.DigestOf(Protocol with { }));

    [Fact]
    public void Has_another_digest_when_text_moves_from_one_part_to_the_next() =>
        Assert.NotEqual(
            StudyVersion.DigestOf(Protocol),
            StudyVersion.DigestOf(Protocol with { Structure = "ab", Generator = "c" })
        );

    [Fact]
    public void Has_another_digest_when_the_generator_is_switched_on() =>
        Assert.NotEqual(StudyVersion.DigestOf(Protocol), StudyVersion.DigestOf(Protocol with { UseGenerator = true }));

    [Fact]
    public void Has_another_digest_when_the_commit_of_the_runner_changes() =>
        Assert.NotEqual(
            StudyVersion.DigestOf(Protocol),
            StudyVersion.DigestOf(Protocol with { RunnerCommit = new string('a', 40) })
        );

    [Fact]
    public void Gives_back_the_protocol_that_it_was_made_of() =>
        Assert.Equal(Protocol, StudyVersion.Of(1, 1, Protocol, DateTimeOffset.UnixEpoch).Protocol);
}
