using Chs.Application.Studies;
using Chs.Domain.Studies;

namespace Chs.Api.JsonApi.Studies;

/// <summary>Writes a study for v1 and v2. Shape: <see cref="StudyAttributes"/>.</summary>
static class StudyWriter
{
    public static void Write(JsonApiWriter writer, JsonApiStudy shown)
    {
        var study = shown.Study;
        var details = study.Details;
        var protocol = shown.Protocol;
        var json = writer.Json;
        writer.BeginResource("studies", study.Uuid);
        json.WriteString("name", details.Name);
        json.WriteString("short_description", details.ShortDescription);
        json.WriteString("purpose", details.Purpose);
        json.WriteString("criteria", details.Criteria);
        json.WriteString("duration", details.Duration);
        json.WriteString("contact_info", details.ContactInfo);
        json.WriteString("image", study.Image is { } image ? MediaAddress(writer.Site, image) : null);
        writer.Raw("structure", protocol.Structure);
        json.WriteString("generator", protocol.Generator);
        json.WriteBoolean("use_generator", protocol.UseGenerator);
        json.WriteBoolean("display_full_screen", study.FullScreen);
        json.WriteString("exit_url", ExitUrl(writer.Site, details));
        json.WriteString("state", study.State.ToString().ToLowerInvariant());
        json.WriteBoolean("public", study.IsPublic);
        json.WriteNumber("pk", study.Id);
        writer.BeginRelationships();
        writer.Relationship("responses", $"studies/{study.Uuid}/responses");
        writer.EndResource($"studies/{study.Uuid}");
    }

    static string MediaAddress(string site, string path) =>
        $"{site}/media/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>The site's page that thanks families, unless the lab has one of its own.</summary>
    static string ExitUrl(string site, StudyDetails details) =>
        details.ExitUrl.Length > 0 ? details.ExitUrl : site + "/stage/thanks/";
}
