namespace Chs.Api.OpenApi;

/// <summary>
/// Names of schemas, from which generators make the names of types. A thing has one name whatever it is called in C#:
/// <c>Study</c> is what is answered, <c>StudySummary</c> what lists show of it, <c>StudyCreate</c> and
/// <c>StudyUpdate</c> what is sent.
/// </summary>
static class SchemaNames
{
    /// <summary>Endings of names in C#, and what they are on the wire.</summary>
    static readonly (string Ending, string OnWire)[] Endings =
    [
        ("ListItem", "Summary"),
        ("View", ""),
        ("Item", ""),
        ("Input", "Update"),
    ];

    /// <summary>Names that follow no rule.</summary>
    static readonly Dictionary<string, string> Others = new()
    {
        ["AcceptedTextsForm"] = "AcceptedTexts",
        ["AddressForm"] = "PasswordResetRequest",
        ["AuditItem"] = "AuditEntry",
        ["CodeForm"] = "SecondFactorCode",
        ["ContentPageItem"] = "ContentPageSummary",
        ["EmailForm"] = "EmailUpdate",
        ["ExternalInput"] = "ExternalArrangementUpdate",
        ["ExternalView"] = "ExternalArrangement",
        ["EnrolmentForm"] = "SecondFactorEnrolment",
        ["HandOverForm"] = "HandOverCreate",
        ["LogInForm"] = "LogInSessionCreate",
        ["NameForm"] = "AccountUpdate",
        ["NewLabRole"] = "LabRoleUpdate",
        ["NewRuling"] = "ConsentRulingCreate",
        ["NewRulings"] = "ConsentRulingsCreate",
        ["NewLabRoles"] = "LabRolesUpdate",
        ["NewStudyRoles"] = "StudyRolesUpdate",
        ["NewStudyRole"] = "StudyRoleUpdate",
        ["PasswordForm"] = "PasswordUpdate",
        ["PasswordOnlyForm"] = "LinkToExternalLogInCreate",
        ["ResearcherForm"] = "BecomeResearcher",
        ["ResponseRuling"] = "ResponseRulingCreate",
        ["LabRoleEntry"] = "LabRoleAssignment",
        ["StudyRoleEntry"] = "StudyRoleAssignment",
        ["ResetForm"] = "PasswordReset",
        ["ReviewItem"] = "StudyInReview",
        // In this field's words, a session is a child's.
        ["SessionItem"] = "LogInSession",
        ["SiteRightsInput"] = "AccountRightsUpdate",
        ["StandingForm"] = "AccountStandingUpdate",
        ["StudyCopy"] = "StudyClone",
        ["StudyLogItem"] = "StudyLogEntry",
        ["StudyVersionItem"] = "StudyVersionSummary",
        ["TokenForm"] = "EmailConfirmation",
        ["V3Problem"] = "Problem",
    };

    public static string Of(Type type)
    {
        if (!type.IsGenericType)
            return Of(type.Name);
        var generic = type.Name[..type.Name.IndexOf('`')];
        var name = string.Concat(type.GetGenericArguments().Select(Of)) + generic;
        // Of v1 and v2: ResponseDocument, ResponsePage, ResponseResource …
        return name.Replace("AttributesJsonApi", "").Replace("JsonApi", "");
    }

    static string Of(string name)
    {
        if (name.StartsWith("JsonApi", StringComparison.Ordinal))
            return name["JsonApi".Length..];
        if (Others.TryGetValue(name, out var other))
            return other;
        if (name.StartsWith("New", StringComparison.Ordinal))
            return $"{name[3..]}Create";
        foreach (var (ending, onWire) in Endings)
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return name[..^ending.Length] + onWire;
        return name;
    }
}
