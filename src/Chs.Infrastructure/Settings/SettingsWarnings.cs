namespace Chs.Infrastructure.Settings;

/// <summary>What works, but not for every family, or protects them less than it could.</summary>
public static class SettingsWarnings
{
    /// <param name="urls">Where the program listens, separated by semicolons; null: on this machine only.</param>
    /// <returns>A few sentences for each, which begin with the key.</returns>
    public static IEnumerable<string> Of(ChsSettings settings, string? urls)
    {
        var isForOthers = settings.TrustedProxies is not [] || ListensToOthers(urls);
        if (settings.PublicUrl is null && isForOthers)
            yield return SettingsRules.Fault(
                nameof(ChsSettings.PublicUrl),
                "isn't set, so studies are played below play.localhost, which leads browsers of other machines to themselves. "
                    + "Give the site's address, and where studies are played in Chs:Play:Url"
            );
        if (settings.Demo && (isForOthers || IsElsewhere(settings.PublicUrl)))
            yield return SettingsRules.Fault(
                nameof(ChsSettings.Demo),
                "is on, and others reach this site: everybody knows the passwords of the demo's accounts, one of which may "
                    + "do everything. Never let real families in"
            );
        if (settings.Accounts.LogsInAtOnce(settings.Mail.Provider) && (isForOthers || IsElsewhere(settings.PublicUrl)))
            yield return SettingsRules.Fault(
                $"{nameof(ChsSettings.Accounts)}:{nameof(AccountSettings.LogInAtOnce)}",
                "people log in without having shown that they read the mail of their address. Strangers can take other "
                    + "people's addresses, and find out which ones have an account by signing up and logging in. Set Mail "
                    + "to SMTP for real families"
            );
        foreach (var warning in OfSiteForOthers(settings))
            yield return warning;
    }

    static IEnumerable<string> OfSiteForOthers(ChsSettings settings)
    {
        if (settings.PublicUrl is not { } site || HostNames.IsThisMachine(site))
            yield break;
        if (settings.Mail.Provider is MailProvider.Folder)
            yield return SettingsRules.Fault(
                $"{nameof(ChsSettings.Mail)}:{nameof(MailSettings.Provider)}",
                "is Folder: no mail leaves this machine, and whoever reads the folder can use the links in them. Give an SMTP "
                    + "server"
            );
        if (site.Scheme != Uri.UriSchemeHttps)
            yield return SettingsRules.Fault(
                nameof(ChsSettings.PublicUrl),
                $"{site} isn't https. Others on the network can read passwords and log-ins, and hosts beside this one "
                    + "can replace its cookies"
            );
        var play = settings.Play.AddressFor(site).Host;
        if (!HostNames.IsLocalhost(play) && HostNames.MayShareCookies(HostNames.Of(site), play))
            yield return SettingsRules.Fault(
                PlayUrl,
                $"{play} seems to belong to the same domain as the site, {HostNames.Of(site)}. A study's code can then set "
                    + "cookies that the site receives. A domain that is registered for playing alone keeps them apart"
            );
    }

    static bool IsElsewhere(Uri? site) => site is not null && !HostNames.IsThisMachine(site);

    static bool ListensToOthers(string? urls) =>
        urls?.Split(';').Any(url => !Uri.TryCreate(url, UriKind.Absolute, out var at) || !HostNames.IsThisMachine(at))
            is true;

    internal const string PlayUrl = $"{nameof(ChsSettings.Play)}:{nameof(PlaySettings.Url)}";
}
