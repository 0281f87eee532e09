using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Users;

/// <summary>Writes a user for v1 and v2. Shape: <see cref="UserAttributes"/>.</summary>
static class UserWriter
{
    public static void Write(JsonApiWriter writer, JsonApiUser shown)
    {
        var user = shown.User;
        var json = writer.Json;
        writer.BeginResource("users", user.Uuid);
        json.WriteString("given_name", user.GivenName);
        json.WriteString("middle_name", user.MiddleName);
        json.WriteString("family_name", user.FamilyName);
        json.WriteString("nickname", user.Nickname);
        json.WriteString("identicon", shown.Identicon);
        json.WriteBoolean("is_active", user.IsActive);
        json.WriteBoolean("is_staff", user.IsStaff);
        json.WriteBoolean("is_researcher", user.IsResearcher);
        json.WriteString("former_lookit_id", user.FormerLookitId);
        writer.Texts("linked_former_lookit_ids", user.LinkedFormerLookitIds);
        json.WriteBoolean("email_next_session", user.Mail.NextSession);
        json.WriteBoolean("email_new_studies", user.Mail.NewStudies);
        json.WriteBoolean("email_study_updates", user.Mail.StudyUpdates);
        json.WriteBoolean("email_response_questions", user.Mail.ResponseQuestions);
        writer.Instant("date_created", user.CreatedAt);
        if (shown.ShowsEmail)
            json.WriteString("username", user.Email);
        json.WriteNumber("pk", user.Id);
        writer.BeginRelationships();
        writer.Relationship("demographics", $"users/{user.Uuid}/demographics");
        writer.Relationship("children", $"users/{user.Uuid}/children");
        writer.EndResource($"users/{user.Uuid}");
    }
}
