using Chs.Domain.Responses;
using FsCheck.Xunit;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class HashedIdTests
{
    /// <summary>The expected value was computed by the reference.</summary>
    [Fact]
    public void Equals_that_of_the_reference() =>
        Assert.Equal(
            "dYdURR",
            HashedId.Of(
                Guid.Parse("451abd81-f1d6-4ed6-97f5-e837d70820fe"),
                Guid.Parse("18f135d2-5f55-4203-b018-50c5a38fd547"),
                Guid.Parse("907a70c3-1012-4037-b64c-e4228c38fb29"),
                6
            )
        );

    [Property]
    public bool Begins_with_the_shorter_id(Guid subject, Guid study, Guid salt) =>
        HashedId
            .Of(subject, study, salt, 51)
            .StartsWith(HashedId.Of(subject, study, salt, 6), StringComparison.Ordinal);

    [Property]
    public bool Avoids_characters_that_people_confuse(Guid subject, Guid study, Guid salt) =>
        !HashedId.Of(subject, study, salt, 51).AsSpan().ContainsAny("01IO");
}
