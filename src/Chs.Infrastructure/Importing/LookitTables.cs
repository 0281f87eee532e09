namespace Chs.Infrastructure.Importing;

/// <summary>
/// Lookit's tables except sessions, in an order in which the rows that a row refers to are copied before it.
/// </summary>
static class LookitTables
{
    /// <summary>Tables to which sessions refer.</summary>
    /// <param name="seal">Encrypts a secret for an owner.</param>
    public static IEnumerable<TableCopy> BeforeSessions(Func<string, string, byte[]> seal) =>
        [
            LookitAccountTables.Users,
            LookitAccountTables.SecondFactors(seal),
            LookitAccountTables.ApiTokens,
            LookitFamilyTables.Demographics,
            LookitFamilyTables.Children,
            LookitLabTables.Labs,
            LookitLabTables.Memberships,
            LookitLabTables.JoinRequests,
            LookitStudyTables.Studies,
            LookitStudyTables.Protocols,
            LookitStudyTables.Memberships,
            LookitStudyTables.ParticipationCriteria,
            LookitStudyTables.Log,
        ];

    /// <summary>Tables that refer to sessions, and messages.</summary>
    public static IEnumerable<TableCopy> AfterSessions =>
        [
            LookitResponseTables.ConsentRulings,
            LookitResponseTables.Feedback,
            LookitResponseTables.Videos,
            LookitMessageTables.Messages,
            LookitMessageTables.Recipients,
            LookitMessageTables.Children,
        ];
}
