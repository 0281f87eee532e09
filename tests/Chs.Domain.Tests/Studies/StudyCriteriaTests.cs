using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public sealed class StudyCriteriaTests
{
    static readonly Deed Deed = People.DeedOf(People.Person(1));

    readonly Study _study = Sample.Study();

    public StudyCriteriaTests()
    {
        _study.SetCriteria(isRequired: true, [7], Deed);
        _study.TakeEvents();
    }

    [Fact]
    public void A_replaced_list_holds_only_what_was_named_last()
    {
        _study.SetCriteria(isRequired: true, [8, 9], Deed);
        Assert.Equal([8, 9], _study.Criteria.Select(c => c.OtherStudyId));
    }

    [Fact]
    public void The_other_list_stays()
    {
        _study.SetCriteria(isRequired: false, [8], Deed);
        Assert.Equal([7], _study.Criteria.Where(c => c.IsRequired).Select(c => c.OtherStudyId));
    }

    [Fact]
    public void A_change_is_told_and_counted()
    {
        var version = _study.Version;
        _study.SetCriteria(isRequired: true, [], Deed);
        Assert.IsType<StudyUpdated>(Assert.Single(_study.TakeEvents()));
        Assert.Equal(version + 1, _study.Version);
    }

    [Fact]
    public void The_same_list_again_changes_nothing()
    {
        var version = _study.Version;
        _study.SetCriteria(isRequired: true, [7, 7], Deed);
        Assert.Empty(_study.TakeEvents());
        Assert.Equal(version, _study.Version);
    }
}
