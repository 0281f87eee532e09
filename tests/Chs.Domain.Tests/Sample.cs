using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Domain.Tests;

/// <summary>Labs and studies with ordinary values.</summary>
static class Sample
{
    static readonly Deed Deed = new(Guid.NewGuid(), 1, People.Now);

    public static Lab Lab(string name = "L") =>
        Domain.Labs.Lab.Create(new LabProfile(name, "", "", $"{name}@uni.example", "", "", ""), Deed);

    public static Study Study(StudyType type = StudyType.JsPsych, Lab? lab = null) =>
        Domain.Studies.Study.Create(
            type,
            lab ?? Lab(),
            StudyDetails.Empty with
            {
                Name = "S",
            },
            AgeRange.Any,
            isPublic: true,
            StudyProtocol.Empty,
            note: "",
            Deed
        );
}
