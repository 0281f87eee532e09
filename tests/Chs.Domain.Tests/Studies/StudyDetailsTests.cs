using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class StudyDetailsTests
{
    static readonly StudyDetails Details = new()
    {
        Name = "Faces",
        PreviewSummary = "Look at faces",
        ShortDescription = "Ten pictures",
        Purpose = "How babies see",
        Criteria = "Babies",
        CriteriaExpression = "deaf",
        Compensation = "A book",
        Duration = "5 minutes",
        ContactInfo = "Ada",
        ExitUrl = "https://lab.example/thanks",
        External = new ExternalArrangement(true, "Calendly", "Qualtrics", "", ""),
        IrbNumber = "2026-1",
        IrbUntil = new DateOnly(2027, 6, 30),
    };

    /// <summary>Each change with the field that reviewers see; none for what they don't approve.</summary>
    static readonly Dictionary<string, (StudyDetails Changed, ReviewedField Field)> Changes = new()
    {
        ["name"] = (Details with { Name = "Other" }, ReviewedField.Name),
        ["short description"] = (Details with { ShortDescription = "" }, ReviewedField.ShortDescription),
        ["purpose"] = (Details with { Purpose = "Other" }, ReviewedField.Purpose),
        ["compensation"] = (Details with { Compensation = "Two books" }, ReviewedField.Compensation),
        ["duration"] = (Details with { Duration = "6 minutes" }, ReviewedField.Duration),
        ["contact"] = (Details with { ContactInfo = "Ada L." }, ReviewedField.ContactInfo),
        ["exit address"] = (Details with { ExitUrl = "" }, ReviewedField.ExitUrl),
        ["platform"] = (
            Details with
            {
                External = Details.External with { Platform = "Zoom" },
            },
            ReviewedField.External
        ),
        ["summary"] = (Details with { PreviewSummary = "Look!" }, ReviewedField.None),
        ["criteria"] = (Details with { Criteria = "Toddlers" }, ReviewedField.None),
        ["expression"] = (Details with { CriteriaExpression = "NOT deaf" }, ReviewedField.None),
        ["number of the approval"] = (Details with { IrbNumber = "2026-2" }, ReviewedField.None),
        ["end of the approval"] = (Details with { IrbUntil = null }, ReviewedField.None),
    };

    public static TheoryData<string> ChangedParts => [.. Changes.Keys];

    [Theory, MemberData(nameof(ChangedParts))]
    public void Know_whether_reviewers_approve_what_changed(string part)
    {
        var (changed, field) = Changes[part];
        Assert.Equal(field, Details.ReviewedChanges(changed));
    }

    [Theory, MemberData(nameof(ChangedParts))]
    public void Find_the_same_changes_in_both_directions(string part)
    {
        var (changed, field) = Changes[part];
        Assert.Equal(field, changed.ReviewedChanges(Details));
    }

    [Fact]
    public void Find_every_reviewed_field_that_changed() =>
        Assert.Equal(
            ReviewedField.Name | ReviewedField.Duration,
            Details.ReviewedChanges(Details with { Name = "Other", Duration = "", PreviewSummary = "" })
        );

    [Fact]
    public void Find_no_change_in_an_equal_copy() =>
        Assert.Equal(
            ReviewedField.None,
            Details.ReviewedChanges(Details with { External = Details.External with { } })
        );

    /// <summary>The picture isn't one of the details; the study compares it.</summary>
    [Fact]
    public void Compare_every_field_that_reviewers_approve()
    {
        var compared = Changes.Values.Select(change => change.Field).Append(ReviewedField.Image).Distinct();
        Assert.Equal(Enum.GetValues<ReviewedField>().Order(), compared.Order());
    }
}
