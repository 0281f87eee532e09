using System.Security.Claims;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Access;

/// <summary>What the site believes of what a provider says about a person.</summary>
static class OpenIdTrust
{
    /// <summary>Values of the claim <c>amr</c> (RFC 8176) that stand for more than a password.</summary>
    static readonly string[] SecondFactors = ["mfa", "otp", "hwk"];

    static readonly string[] GooglesDomains = ["gmail.com", "googlemail.com"];

    /// <summary>The only value of a claim; null when there is none, or the token and the user's data contradict each other.</summary>
    public static string? Only(this ClaimsPrincipal person, string claim)
    {
        var values = person.FindAll(claim).Select(found => found.Value).Distinct(StringComparer.Ordinal).ToList();
        return values is [var value] ? value : null;
    }

    /// <summary>Whether the provider has made sure that the address is the person's, and is to be believed for its domain.</summary>
    public static bool VouchesForAddress(this OpenIdSettings provider, ClaimsPrincipal person)
    {
        if (person.Only("email") is not { } email || DomainOf(email) is not { } domain)
            return false;
        if (provider.Domains is not [] && !provider.Domains.Any(known => IsFor(known, domain)))
            return false;
        if (provider.Preset is not { } preset)
            return IsTrue(person, "email_verified");
        return preset switch
        {
            OpenIdPreset.Orcid => false,
            // Google verifies other addresses once, and their owners may have changed since.
            OpenIdPreset.Google => IsTrue(person, "email_verified")
                && (GooglesDomains.Contains(domain, StringComparer.OrdinalIgnoreCase) || IsHostedAt(person, domain)),
            // Anybody who administers a directory can give its people any address: this says that they own the domain.
            OpenIdPreset.Microsoft => IsTrue(person, "xms_edov"),
        };
    }

    /// <summary>Whether the person showed more than a password, as far as the site relies on this provider for that.</summary>
    public static bool ShowedSecondFactor(this OpenIdSettings provider, ClaimsPrincipal person) =>
        (provider.SecondFactorCounts ?? provider.Preset is null)
        && person.FindAll("amr").Any(claim => SecondFactors.Contains(claim.Value));

    static bool IsFor(string known, string domain) =>
        known == OpenIdSettings.EveryDomain || known.Equals(domain, StringComparison.OrdinalIgnoreCase);

    static bool IsHostedAt(ClaimsPrincipal person, string domain) =>
        domain.Equals(person.Only("hd"), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Providers write true, "true" or 1, and not always the same in the token and in the user's data: none may say otherwise.
    /// </summary>
    static bool IsTrue(ClaimsPrincipal person, string claim)
    {
        var values = person.FindAll(claim).Select(found => found.Value).ToList();
        return values is not []
            && values.All(value => value == "1" || (bool.TryParse(value, out var isTrue) && isTrue));
    }

    static string? DomainOf(string email) =>
        email.Split('@') is [{ Length: > 0 }, { Length: > 0 } domain] ? domain : null;
}
