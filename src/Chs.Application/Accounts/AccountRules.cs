using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Application.Accounts;

/// <summary>Of whom a site demands a second factor. Keys for scripts work without one.</summary>
public enum SecondFactorRule
{
    /// <summary>Whoever wants has one.</summary>
    Optional = 1,

    /// <summary>Whoever reviews the site or has rights on all of it.</summary>
    Staff,

    /// <summary>Researchers and staff: whoever may see other families' data.</summary>
    Researchers,
}

/// <summary>What an operator demands of accounts.</summary>
public sealed record AccountRules(SecondFactorRule SecondFactor)
{
    public bool DemandsSecondFactor(bool isResearcher, SiteRights rights) =>
        SecondFactor switch
        {
            SecondFactorRule.Optional => false,
            SecondFactorRule.Staff => rights != SiteRights.None,
            SecondFactorRule.Researchers => isResearcher || rights != SiteRights.None,
        };
}
