using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Users;

/// <summary>Writes a user for v1 and v2. Shape: <see cref="UserAttributes"/>.</summary>
static class UserWriter
{
    public static void Write(JsonApiWriter writer, JsonApiUser user)
    {
        var json = writer.Json;
        writer.BeginResource("users", user.Id);
        json.WriteString("given_name", user.GivenName);
        json.WriteString("middle_name", user.MiddleName);
        json.WriteString("family_name", user.FamilyName);
        json.WriteString("nickname", user.Nickname);
        json.WriteString("identicon", user.Identicon);
        json.WriteBoolean("is_active", user.IsActive);
        json.WriteBoolean("is_staff", user.IsStaff);
        json.WriteBoolean("is_researcher", user.IsResearcher);
        json.WriteString("former_lookit_id", user.FormerLookitId);
        writer.Texts("linked_former_lookit_ids", user.LinkedFormerLookitIds);
        json.WriteBoolean("email_next_session", user.WantsMailAboutNextSession);
        json.WriteBoolean("email_new_studies", user.WantsMailAboutNewStudies);
        json.WriteBoolean("email_study_updates", user.WantsMailAboutStudyUpdates);
        json.WriteBoolean("email_response_questions", user.WantsMailAboutResponseQuestions);
        writer.Instant("date_created", user.CreatedAt);
        if (user.Email is { } email)
            json.WriteString("username", email);
        json.WriteNumber("pk", user.Key);
        writer.BeginRelationships();
        writer.Relationship("demographics", $"users/{user.Id}/demographics");
        writer.Relationship("children", $"users/{user.Id}/children");
        writer.EndResource($"users/{user.Id}");
    }
}
