using Chs.Application.Accounts;
using Chs.Domain.Accounts;

namespace Chs.Api.JsonApi.Children;

/// <summary>Writes a child for v1 and v2. Shape: <see cref="ChildAttributes"/>.</summary>
static class ChildWriter
{
    public static void Write(JsonApiWriter writer, JsonApiChild child)
    {
        var json = writer.Json;
        writer.BeginResource("children", child.Id);
        json.WriteString("given_name", child.GivenName);
        json.WriteString("birthday", JsonApiWriter.DateOf(child.Birthday));
        json.WriteString("gender", ChildTraits.GenderCode(child.Gender));
        json.WriteString("age_at_birth", ChildTraits.GestationalAgeLabel(child.GestationalAge));
        json.WriteString("additional_information", child.AdditionalInformation);
        json.WriteString("language_list", ChildTraits.Join(child.Languages, ChildTraits.Languages));
        json.WriteString("condition_list", ChildTraits.Join(child.Conditions, ChildTraits.Conditions));
        json.WriteBoolean("deleted", child.IsDeleted);
        json.WriteString("former_lookit_profile_id", child.FormerLookitProfileId);
        json.WriteNumber("pk", child.Key);
        writer.BeginRelationships();
        writer.Relationship("user", $"users/{child.ParentId}");
        writer.EndResource($"children/{child.Id}");
    }
}
