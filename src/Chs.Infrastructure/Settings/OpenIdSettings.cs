using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>A log-in elsewhere (OpenID Connect, authorization code flow with PKCE).</summary>
public sealed class OpenIdSettings
{
    /// <summary>Stands in <see cref="Domains"/> for every domain.</summary>
    public const string EveryDomain = "*";

    /// <summary>A provider whose address and habits are known; null: another.</summary>
    public OpenIdPreset? Preset { get; set; }

    /// <summary>The provider's address, which is its issuer identifier too; with a preset: instead of the preset's.</summary>
    public Uri? Authority { get; set; }

    /// <summary>With the preset <c>Microsoft</c>: the id of the organisation's directory, a uuid.</summary>
    public Guid? Tenant { get; set; }

    /// <summary>The id with which this site is registered there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret that belongs to the id.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the log-in button says; null: the preset's name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Domains of the e-mail addresses for which it is believed, such as <c>uni.example</c>, without those below them;
    /// <c>*</c>: all.
    /// </summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>
    /// Whether a second factor that it asked for (<c>amr</c>) counts as ours; null: yes, without a preset.
    /// </summary>
    public bool? SecondFactorCounts { get; set; }

    /// <summary>Where it is; null when a setting is missing.</summary>
    public Uri? Address =>
        Authority
        ?? Preset switch
        {
            OpenIdPreset.Orcid => new Uri("https://orcid.org"),
            OpenIdPreset.Google => new Uri("https://accounts.google.com"),
            OpenIdPreset.Microsoft when Tenant is { } tenant => new Uri(
                $"https://login.microsoftonline.com/{tenant}/v2.0"
            ),
            _ => null,
        };

    /// <summary>What the log-in button says.</summary>
    public string ButtonName =>
        Name
        ?? Preset switch
        {
            OpenIdPreset.Orcid => "ORCID",
            OpenIdPreset.Google => "Google",
            OpenIdPreset.Microsoft => "Microsoft",
            _ => "your institution",
        };

    /// <summary>Where the log-in at one of the site's providers begins. The first one's address is older than the others.</summary>
    /// <param name="index">Its place in the list.</param>
    public static string PathOf(int index) => index == 0 ? "/login/institution" : $"/login/institution/{index}";

    internal sealed class Validator : AbstractValidator<OpenIdSettings>
    {
        public Validator()
        {
            RuleFor(x => x.Authority)
                .NotNull()
                .WithMessage("give the provider's address, such as https://login.uni.example")
                .When(x => x.Preset is null);
            RuleFor(x => x.Authority)
                .WebAddress()
                .Must(url => url is not { IsAbsoluteUri: true, Scheme: "http", IsLoopback: false })
                .WithMessage("use https; http is for trying on this machine only");
            RuleFor(x => x.Tenant)
                .NotNull()
                .WithMessage("give the directory (tenant) id: anybody can have an account in those of others")
                .When(x => x is { Preset: OpenIdPreset.Microsoft, Authority: null });
            RuleFor(x => x.ClientId).NotNull().WithMessage("give the id with which this site is registered there");
            RuleFor(x => x.ClientSecret)
                .NotNull()
                .WithMessage("give the secret with which this site is registered there");
            RuleForEach(x => x.Domains)
                .Must(domain => domain == EveryDomain || Uri.CheckHostName(domain) is UriHostNameType.Dns)
                .WithMessage("'{PropertyValue}' isn't a domain such as uni.example, nor '*' for all");
            RuleFor(x => x.Domains)
                .Empty()
                .WithMessage("ORCID tells no e-mail addresses")
                .When(x => x.Preset is OpenIdPreset.Orcid);
        }
    }
}

/// <summary>Providers whose address and habits are known.</summary>
public enum OpenIdPreset
{
    /// <summary>Tells no e-mail addresses: people link it with their account.</summary>
    Orcid = 1,

    /// <summary>Is believed for its own addresses, and those of organisations whose accounts it keeps.</summary>
    Google,

    /// <summary>One organisation's directory. Is believed where it says that the organisation owns the domain.</summary>
    Microsoft,
}
