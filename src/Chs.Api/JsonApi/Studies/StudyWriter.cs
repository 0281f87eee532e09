using Chs.Application.Studies;
using Chs.Domain.Studies;

namespace Chs.Api.JsonApi.Studies;

/// <summary>Writes a study for v1 and v2. Shape: <see cref="StudyAttributes"/>.</summary>
static class StudyWriter
{
    public static void Write(JsonApiWriter writer, JsonApiStudy study)
    {
        var json = writer.Json;
        writer.BeginResource("studies", study.Id);
        json.WriteString("name", study.Name);
        json.WriteString("short_description", study.ShortDescription);
        json.WriteString("purpose", study.Purpose);
        json.WriteString("criteria", study.Criteria);
        json.WriteString("duration", study.Duration);
        json.WriteString("contact_info", study.ContactInfo);
        json.WriteString("image", study.Image is { } image ? MediaAddress(writer.Site, image) : null);
        WriteStructure(writer, study);
        json.WriteString("generator", study.Generator);
        json.WriteBoolean("use_generator", study.UseGenerator);
        json.WriteBoolean("display_full_screen", study.FullScreen);
        json.WriteString("exit_url", ExitUrl(writer.Site, study));
        json.WriteString("state", StateOf(study.State));
        json.WriteBoolean("public", study.IsPublic);
        json.WriteNumber("pk", study.Key);
        writer.BeginRelationships();
        writer.Relationship("responses", $"studies/{study.Id}/responses");
        writer.EndResource($"studies/{study.Id}");
    }

    /// <summary>The reference calls a study that a change sent back rejected.</summary>
    static string StateOf(StudyState state) =>
        state is StudyState.SentBack ? "rejected" : state.ToString().ToLowerInvariant();

    static void WriteStructure(JsonApiWriter writer, JsonApiStudy study)
    {
        if (study.HasTypedStructure)
            StructureWriter.Write(writer.Json, study.Structure, isInUse: !study.UseGenerator);
        else
            writer.Raw("structure", study.Structure);
    }

    static string MediaAddress(string site, string path) =>
        $"{site}/media/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>The site's page that thanks families, unless the lab has one of its own.</summary>
    static string ExitUrl(string site, JsonApiStudy study) =>
        study.ExitUrl.Length > 0 ? study.ExitUrl : site + "/stage/thanks/";
}
