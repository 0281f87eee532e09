using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Demographics;

/// <summary>Writes demographic answers for v1 and v2. Shape: <see cref="DemographicAttributes"/>.</summary>
static class DemographicWriter
{
    public static void Write(JsonApiWriter writer, JsonApiDemographics answers)
    {
        var json = writer.Json;
        writer.BeginResource("demographics", answers.Id);
        json.WriteString("number_of_children", answers.NumberOfChildren);
        writer.Texts("child_birthdays", answers.ChildBirthdays.Select(JsonApiWriter.DateOf));
        json.WriteString("number_of_guardians", answers.NumberOfGuardians);
        json.WriteString("guardians_explanation", answers.GuardiansExplanation);
        writer.Texts("us_race_ethnicity_identification", answers.RaceEthnicity);
        json.WriteString("us_race_ethnicity_identification_describe", answers.RaceEthnicityDescribe);
        json.WriteString("age", answers.Age);
        json.WriteString("gender", answers.Gender);
        json.WriteString("education_level", answers.EducationLevel);
        json.WriteString("annual_income", answers.AnnualIncome);
        json.WriteString("former_lookit_annual_income", answers.FormerAnnualIncome);
        json.WriteString("lookit_referrer", answers.Referrer);
        json.WriteString("additional_comments", answers.AdditionalComments);
        json.WriteString("country", answers.Country);
        json.WriteString("state", answers.State);
        json.WriteString("density", answers.Density);
        writer.Raw("extra", answers.Extra ?? "null");
        writer.Instant("date_created", answers.CreatedAt);
        json.WriteNumber("pk", answers.Key);
        writer.EndResource($"demographics/{answers.Id}");
    }
}
