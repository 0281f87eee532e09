using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class ResponseConsentTests
{
    static readonly Deed Researcher = People.DeedOf(People.Person(7));

    static Response Start()
    {
        var lab = Lab.Create(new LabProfile("Lab", "Uni", "PI", "lab@test.chs", "", "", ""), Researcher);
        var study = Study.Create(
            StudyType.JsPsych,
            lab.WithKey(1),
            StudyDetails.Empty,
            AgeRange.Any,
            true,
            StudyProtocol.Empty,
            "",
            Researcher
        );
        return Response.Start(study, 1, 2, 3, null, false, [], People.Now);
    }

    [Theory]
    [InlineData(Ruling.Pending, true, false)]
    [InlineData(Ruling.Rejected, true, false)]
    [InlineData(Ruling.Accepted, false, false)]
    [InlineData(Ruling.Accepted, true, true)]
    public void Needs_a_recorded_consent_that_a_researcher_accepted(Ruling ruling, bool isRecorded, bool expected)
    {
        var response = Start();
        response.Update(new ResponseFlags { CompletedConsentFrame = isRecorded }, People.Now);
        response.RuleOnConsent(ruling, "", Researcher);
        Assert.Equal(expected, Response.IsConsented.Compile()(response));
    }
}
