using Chs.Application.Accounts;

namespace Chs.Infrastructure.Settings;

/// <summary>What is required of accounts.</summary>
public sealed class AccountSettings
{
    /// <summary>Null: optional on a demo site, otherwise required of researchers.</summary>
    public SecondFactorRule? SecondFactor { get; set; }

    /// <summary>Whether keys from the system that CHS replaces are useless, too, until their owners confirm them.</summary>
    public bool SecondFactorOfImportedKeys { get; set; }

    /// <summary>
    /// Whether people log in at once after they signed up, without following the link in a mail. Null: where mail goes to
    /// a folder; elsewhere they never do.
    /// </summary>
    public bool? LogInAtOnce { get; set; }

    internal bool LogsInAtOnce(MailProvider mail) => LogInAtOnce ?? mail is MailProvider.Folder;

    internal AccountRules ToRules(bool demo, MailProvider mail)
    {
        var defaultRule = demo ? SecondFactorRule.Optional : SecondFactorRule.Researchers;
        return new AccountRules(SecondFactor ?? defaultRule, SecondFactorOfImportedKeys)
        {
            LogInAtOnce = LogsInAtOnce(mail),
        };
    }
}
