using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>The operator's requirements for accounts.</summary>
public sealed record AccountRules(SecondFactorRule SecondFactor)
{
    /// <summary>
    /// Whether people log in before they have shown that they read the mail of their address. Whoever signs up and logs in
    /// then learns whether the address had an account.
    /// </summary>
    public bool LogInAtOnce { get; init; }

    /// <summary>Whether the site requires a second factor of this person's log-ins.</summary>
    public bool RequiresSecondFactor(bool isResearcher, SiteRights rights) =>
        SecondFactor switch
        {
            SecondFactorRule.Optional => false,
            SecondFactorRule.Staff => rights != SiteRights.None,
            SecondFactorRule.Researchers => isResearcher || rights != SiteRights.None,
        };
}

/// <summary>Who must log in with a second factor. API tokens work without one.</summary>
public enum SecondFactorRule
{
    /// <summary>Nobody must; everybody can.</summary>
    Optional = 1,

    /// <summary>People with rights on the whole site, such as reviewers.</summary>
    Staff,

    /// <summary>Researchers and staff: everybody who can see data of other families.</summary>
    Researchers,
}
