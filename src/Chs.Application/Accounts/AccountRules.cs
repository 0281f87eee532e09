using Chs.Domain.Accounts;
using Chs.Domain.Labs;

namespace Chs.Application.Accounts;

/// <summary>The operator's requirements for accounts.</summary>
/// <param name="SecondFactor">Who must show a second factor.</param>
/// <param name="OfImportedKeys">Whether that holds for keys, too, that were made by the system that CHS replaces.</param>
public sealed record AccountRules(SecondFactorRule SecondFactor, bool OfImportedKeys = false)
{
    /// <summary>
    /// Whether people log in before they have shown that they read the mail of their address. Whoever signs up and logs in
    /// then learns whether the address had an account.
    /// </summary>
    public bool LogInAtOnce { get; init; }

    /// <summary>Whether the site requires a second factor of this person's log-ins, and of the keys that they make.</summary>
    /// <param name="isResearcher">Whether the person has a researcher's account, or a role in a lab or a study.</param>
    /// <param name="rights">Rights on the whole site.</param>
    public bool RequiresSecondFactor(bool isResearcher, SiteRights rights) =>
        SecondFactor switch
        {
            SecondFactorRule.Optional => false,
            SecondFactorRule.Staff => rights != SiteRights.None,
            SecondFactorRule.Researchers => isResearcher || rights != SiteRights.None,
        };

    /// <summary>Whether a credential needs no second factor any more, where the site requires one of its owner.</summary>
    public bool MeetsSecondFactor(Credential credential) =>
        credential.IsTwoFactor || (credential.IsImported && !OfImportedKeys);

    /// <summary>Whether a lab's key lacks the second factor that the site requires: it opens what researchers see.</summary>
    public bool LacksSecondFactor(LabToken token) => !token.IsTwoFactor && RequiresSecondFactor(true, SiteRights.None);
}

/// <summary>Who must log in with a second factor. Keys are as good as the log-ins in which they were made.</summary>
public enum SecondFactorRule
{
    /// <summary>Nobody must; everybody can.</summary>
    Optional = 1,

    /// <summary>People with rights on the whole site, such as reviewers.</summary>
    Staff,

    /// <summary>Researchers and staff: everybody who can see data of other families.</summary>
    Researchers,
}
