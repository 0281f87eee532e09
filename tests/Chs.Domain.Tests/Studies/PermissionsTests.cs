using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class PermissionsTests
{
    /// <summary>The order of the columns in <see cref="Row"/>, which is that of the specification.</summary>
    static readonly StudyRight[] Columns =
    [
        StudyRight.ReadDetails,
        StudyRight.ReadPreviews,
        StudyRight.CodePreviewConsent,
        StudyRight.DeletePreviews,
        StudyRight.WriteDetails,
        StudyRight.ChangeStatus,
        StudyRight.ManageResearchers,
        StudyRight.ReadResponses,
        StudyRight.CodeConsent,
        StudyRight.EditFeedback,
        StudyRight.ContactFamilies,
        StudyRight.ChangeLab,
    ];

    /// <summary>As the specification has them; it leaves open whether an admin has DeletePreviews.</summary>
    [Theory]
    [InlineData(StudyRole.Preview, "xxx.........")]
    [InlineData(StudyRole.Design, "xxx.x.......")]
    [InlineData(StudyRole.Analysis, "xxxx...x....")]
    [InlineData(StudyRole.SubmissionProcessor, "xxxx.x..xxx.")]
    [InlineData(StudyRole.Researcher, "xxxx.x.xxxx.")]
    [InlineData(StudyRole.Manager, "xxxxxxx.....")]
    [InlineData(StudyRole.Admin, "xxxxxxxxxxxx")]
    public void Give_a_study_role_what_the_table_says(StudyRole role, string row) =>
        Assert.Equal(row, Row(Permissions.Of(role)));

    [Theory]
    [InlineData(LabRole.Guest, "............")]
    [InlineData(LabRole.Readonly, "xx..........")]
    [InlineData(LabRole.Member, "xxx.........")]
    [InlineData(LabRole.Admin, "xxxxxxx.....")]
    public void Give_a_lab_role_on_its_studies_what_the_table_says(LabRole role, string row) =>
        Assert.Equal(row, Row(Permissions.Of(role)));

    [Fact]
    public void Never_let_a_researcher_review() =>
        Assert.All(Enum.GetValues<StudyRole>(), role => Assert.False(Permissions.Of(role).HasFlag(StudyRight.Review)));

    [Fact]
    public void Never_let_a_reviewer_reach_families_data() =>
        Assert.Equal(
            StudyRight.None,
            Permissions.OfReviewers.OnStudies
                & (StudyRight.ReadResponses | StudyRight.CodeConsent | StudyRight.ContactFamilies)
        );

    static string Row(StudyRight rights) => string.Concat(Columns.Select(right => rights.HasFlag(right) ? 'x' : '.'));
}
