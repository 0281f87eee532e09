using Chs.Application.Accounts;

namespace Chs.Infrastructure.Settings;

/// <summary>What is required of accounts.</summary>
public sealed class AccountSettings
{
    /// <summary>Null: optional on a demo site, otherwise required of researchers.</summary>
    public SecondFactorRule? SecondFactor { get; set; }

    /// <summary>Whether keys from the system that CHS replaces are useless, too, until their owners confirm them.</summary>
    public bool SecondFactorOfImportedKeys { get; set; }

    internal AccountRules ToRules(bool demo)
    {
        var defaultRule = demo ? SecondFactorRule.Optional : SecondFactorRule.Researchers;
        return new AccountRules(SecondFactor ?? defaultRule, SecondFactorOfImportedKeys);
    }
}
