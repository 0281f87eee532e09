using System.Text.Json;
using Chs.Domain.Accounts;

namespace Chs.Infrastructure.Importing;

/// <summary>What families told Lookit about themselves and their children.</summary>
static class LookitFamilyTables
{
    static readonly string GenderNumber = $"""
        CASE c.gender
            WHEN 'm' THEN {(int)Gender.Male}
            WHEN 'f' THEN {(int)Gender.Female}
            WHEN 'o' THEN {(int)Gender.Open}
            WHEN 'na' THEN {(int)Gender.NoAnswer}
        END
        """;

    const string ChildRefusal = """
        CASE
            WHEN c.gender NOT IN ('m', 'f', 'o', 'na')
            THEN 'has a gender that is unknown to Lookit: ' || c.gender
            WHEN c.gestational_age_at_birth NOT BETWEEN 0 AND 17
            THEN 'has a gestational age that is unknown to Lookit: ' || c.gestational_age_at_birth
        END
        """;

    public static readonly TableCopy Demographics = new()
    {
        Entity = "demographics",
        Table = "demographic_snapshots",
        Key = ["id", "uuid"],
        From = "FROM accounts_demographicdata d",
        Columns =
        [
            ("id", "d.id::bigint"),
            ("uuid", "d.uuid"),
            ("user_id", "d.user_id::bigint"),
            ("previous_id", "d.previous_id::bigint"),
            ("created_at", "d.created_at"),
            ("number_of_children", "d.number_of_children"),
            ("child_birthdays", "coalesce(array_to_string(d.child_birthdays, ','), '')"),
            ("number_of_guardians", "d.number_of_guardians"),
            ("guardians_explanation", "d.guardians_explanation"),
            ("_races", "d.us_race_ethnicity_identification"),
            ("race_ethnicity_describe", "d.us_race_ethnicity_identification_describe"),
            ("age", "d.age"),
            ("gender", "d.gender"),
            ("gender_self_describe", "d.gender_self_describe"),
            ("education_level", "d.education_level"),
            ("annual_income", "d.annual_income"),
            ("former_annual_income", "d.former_lookit_annual_income"),
            ("additional_comments", "d.additional_comments"),
            ("country", "d.country"),
            ("state", "d.state"),
            ("density", "d.density"),
            ("referrer", "d.lookit_referrer"),
            ("extra", "d.extra::text"),
            ("old_languages_spoken_at_home", "d.old_languages_spoken_at_home"),
            ("old_spouse_education_level", "d.old_spouse_education_level"),
            ("old_number_of_books", "d.old_number_of_books"),
        ],
        Added = ["race_ethnicity"],
        Complete = CompleteDemographics,
    };

    public static readonly TableCopy Children = new()
    {
        Entity = "children",
        Table = "children",
        Key = ["id", "uuid"],
        From = "FROM accounts_child c",
        Columns =
        [
            ("id", "c.id::bigint"),
            ("uuid", "c.uuid"),
            ("user_id", "c.user_id::bigint"),
            ("given_name", "c.given_name"),
            ("birthday", "c.birthday"),
            ("gender", GenderNumber),
            ("gender_self_describe", "c.gender_self_describe"),
            ("gestational_age", "c.gestational_age_at_birth::int"),
            ("additional_information", "c.additional_information"),
            ("conditions", "c.existing_conditions"),
            ("languages", "c.languages_spoken"),
            ("is_deleted", "c.deleted"),
            ("former_lookit_profile_id", "c.former_lookit_profile_id"),
            ("version", "1"),
            (TableCopy.RefusalColumn, ChildRefusal),
        ],
    };

    static void CompleteDemographics(ImportRow row)
    {
        var commaSeparated = (string?)row["_races"] ?? "";
        var races = commaSeparated.Split(',', StringSplitOptions.RemoveEmptyEntries);
        row["race_ethnicity"] = JsonSerializer.Serialize(races);
    }
}
