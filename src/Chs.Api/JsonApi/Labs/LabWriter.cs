using Chs.Application.Labs;

namespace Chs.Api.JsonApi.Labs;

/// <summary>Writes a lab for v1 and v2. Shape: <see cref="LabAttributes"/>.</summary>
static class LabWriter
{
    public static void Write(JsonApiWriter writer, JsonApiLab lab)
    {
        var json = writer.Json;
        writer.BeginResource("labs", lab.Id);
        json.WriteString("name", lab.Name);
        json.WriteString("institution", lab.Institution);
        json.WriteString("principal_investigator_name", lab.PrincipalInvestigator);
        json.WriteString("lab_website", lab.Website);
        json.WriteString("description", lab.Description);
        json.WriteBoolean("approved_to_test", lab.IsApproved);
        json.WriteNumber("pk", lab.Key);
        writer.EndResource($"labs/{lab.Id}");
    }
}
