namespace Chs.Infrastructure.Settings;

/// <summary>What works, but leaves families less protected than they could be.</summary>
public static class SettingsWarnings
{
    /// <returns>A few sentences for each, which begin with the key.</returns>
    public static IEnumerable<string> Of(ChsSettings settings)
    {
        if (settings.PublicUrl is not { } site || HostNames.IsThisMachine(site))
            yield break;
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

    internal const string PlayUrl = $"{nameof(ChsSettings.Play)}:{nameof(PlaySettings.Url)}";
}
