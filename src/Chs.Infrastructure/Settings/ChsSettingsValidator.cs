using System.Net;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>What the settings must be. No message repeats a secret.</summary>
sealed class ChsSettingsValidator : AbstractValidator<ChsSettings>
{
    const string ExampleOfBroker = "'amqp://user:password@host:5672/'",
        ExampleOfPlayUrl = "https://{study}.play.example.org";

    public ChsSettingsValidator(bool serves)
    {
        CheckSite();
        CheckFrontEnd();
        CheckOpenId();
        CheckOutsideSystems();
        CheckPlay();
        CheckPlayAddress(serves);
        CheckBuilds();
    }

    void CheckSite()
    {
        RuleFor(x => x.PublicUrl).WebAddress();
        RuleForEach(x => x.TrustedProxies)
            .Must(text => IPAddress.TryParse(text, out _))
            .WithMessage("'{PropertyValue}' isn't an IP address");
        RuleForEach(x => x.AllowedOrigins)
            .Must(IsOrigin)
            .WithMessage("'{PropertyValue}' isn't an origin such as https://front.example");
        RuleFor(x => x.MaximumBody).InclusiveBetween(1024, 1024 * 1024 * 1024);
        RuleFor(x => x.SealingKey)
            .Must(text => text is null || IsKey(text))
            .WithMessage("give 32 random bytes in base64, such as 'openssl rand -base64 32' prints");
        RuleFor(x => x.SiteTimeZone)
            .Must(id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
            .WithMessage("'{PropertyValue}' isn't a time zone such as Europe/Zurich");
        RuleForEach(x => x.Review.LowRisk).NotEqual(ReviewedField.None);
        RuleFor(x => x.Videos.CallbackKey).MinimumLength(32);
    }

    void CheckFrontEnd()
    {
        RuleFor(x => x.FrontEnd.Url).WebAddress();
        RuleFor(x => x.FrontEnd.Url)
            .Null()
            .When(x => x.FrontEnd.Folder is not null)
            .WithMessage("give the address or the folder, not both");
        RuleFor(x => x.FrontEnd.Folder)
            .Must(folder => folder is null || File.Exists(Path.Combine(folder, FrontEndSettings.IndexName)))
            .WithMessage($"'{{PropertyValue}}' holds no {FrontEndSettings.IndexName}");
        RuleForEach(x => x.FrontEnd.Hosts)
            .Must(IsOrigin)
            .WithMessage("'{PropertyValue}' isn't an origin such as https://fonts.example");
    }

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.GetLeftPart(UriPartial.Authority) == text;

    static bool IsKey(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == 32;

    void CheckOpenId()
    {
        RuleForEach(x => x.OpenId).SetValidator(new OpenIdSettings.Validator());
        // One provider alone is the institution's own. Of several, each says whose addresses it knows: otherwise any of
        // them could open accounts of the others' people.
        RuleForEach(x => x.OpenId)
            .Must(provider => provider.Preset is not null || provider.Domains is not [])
            .WithMessage("name in Domains for which e-mail addresses it is believed, '*' for all: there are several")
            .When(x => x.OpenId.Count > 1);
        RuleForEach(x => x.OpenId)
            .Must(
                (x, provider) =>
                    x.OpenId.Count(other => other.Address is not null && other.Address == provider.Address) < 2
            )
            .WithMessage("is there twice");
    }

    void CheckOutsideSystems()
    {
        RuleFor(x => x.Database.ConnectionString)
            .NotNull()
            .WithMessage("PostgreSQL needs one, such as 'Host=…;Database=chs;Username=chs;Password=…'")
            .When(x => x.Database.Provider is DatabaseProvider.Postgres);
        RuleFor(x => x.Mail.Host)
            .NotEmpty()
            .WithMessage("SMTP needs a host")
            .When(x => x.Mail.Provider is MailProvider.Smtp);
        RuleFor(x => x.Accounts.LogInAtOnce)
            .NotEqual(true)
            .WithMessage("is for sites whose mail goes to a folder; with SMTP people follow the link in their mail")
            .When(x => x.Mail.Provider is MailProvider.Smtp);
        RuleFor(x => x.Mail.Port).InclusiveBetween(1, 65535);
        RuleFor(x => x.Queue.Uri)
            .Must(uri => uri is null || (uri.IsAbsoluteUri && uri.Scheme is "amqp" or "amqps"))
            .WithMessage($"give an address such as {ExampleOfBroker}");
        RuleFor(x => x.Queue.Uri)
            .NotNull()
            .WithMessage($"RabbitMQ needs one, such as {ExampleOfBroker}")
            .When(x => x.Queue.Provider is QueueProvider.RabbitMq);
        RuleFor(x => x.Artefacts.Bucket)
            .NotNull()
            .WithMessage(x => $"{x.Artefacts.Provider} needs the name of a bucket")
            .When(x => x.Artefacts.Provider is not ArtefactProvider.Disk);
        RuleFor(x => x.Artefacts.Endpoint).WebAddress();
        RuleFor(x => x.Artefacts.SecretKey)
            .Must((x, secret) => x.Artefacts.AccessKey is null == secret is null)
            .WithMessage("give both AccessKey and SecretKey, or neither");
        RuleFor(x => x.Artefacts.CredentialsFile).ExistingFile();
    }

    void CheckPlay()
    {
        RuleFor(x => x.Play.Scripts).Must(name => name is "chs" or "lookit").WithMessage("must be 'chs' or 'lookit'");
        RuleForEach(x => x.Play.Lookit).SetValidator(new PlayScript.Validator());
        RuleForEach(x => x.Play.Hosts)
            .Must(IsOrigin)
            .WithMessage("'{PropertyValue}' isn't an origin such as https://media.example");
    }

    void CheckPlayAddress(bool serves)
    {
        RuleFor(x => x.Play.Url)
            .NotNull()
            .WithMessage(x =>
                $"give the address at which studies are played, such as {ExampleOfPlayUrl}, because {x.PublicUrl} isn't "
                + "this machine; docs/operators.md says what it needs"
            )
            .When(x => serves && IsElsewhere(x.PublicUrl));
        RuleFor(x => x.Play.Url)
            .Cascade(CascadeMode.Stop)
            .Must(text => text is null || PlayAddressTemplate.TryParse(text, out _))
            .WithMessage(
                $"'{{PropertyValue}}' isn't an address such as {ExampleOfPlayUrl} or https://play.example.org: give scheme, "
                    + "host and port alone; '{{study}}.' in small letters may be the first label of a name"
            )
            .Must(
                (x, text) =>
                    text is null
                    || !IsElsewhere(x.PublicUrl)
                    || PlayOf(x) is not { } play
                    || !HostNames.IsLocalhost(play.Host)
            )
            .WithMessage("browsers of other machines take names at or below localhost for their own")
            .Must((x, _) => PlayOf(x) is not { } play || !play.Covers(HostNames.Of(SiteOf(x))))
            .WithMessage(
                "the site needs another host than studies have, and not one below it; ports don't part cookies"
            )
            .Must((x, _) => PlayOf(x) is not { } play || IsSecureEnough(play, SiteOf(x)))
            .WithMessage("use https; http is for this machine, or a site that has no https either");
        // Pages there would be a study's, with the rights of a front end.
        RuleForEach(x => x.AllowedOrigins)
            .Must((x, origin) => !IsPlayed(x, origin))
            .WithMessage("'{PropertyValue}' is where studies are played");
        RuleFor(x => x.FrontEnd.Url)
            .Must((x, url) => url is null || !IsPlayed(x, url.OriginalString))
            .WithMessage("'{PropertyValue}' is where studies are played");
    }

    static bool IsElsewhere(Uri? site) => site is { IsAbsoluteUri: true } && !HostNames.IsThisMachine(site);

    static Uri SiteOf(ChsSettings settings) =>
        settings.PublicUrl is { IsAbsoluteUri: true } url ? url : InfrastructureServices.DefaultAddress;

    /// <returns>Null when the setting can't be read, which another rule says.</returns>
    static PlayAddressTemplate? PlayOf(ChsSettings settings)
    {
        if (settings.Play.Url is not { } text)
            return PlayAddressTemplate.DefaultFor(SiteOf(settings));
        return PlayAddressTemplate.TryParse(text, out var play) ? play : null;
    }

    static bool IsPlayed(ChsSettings settings, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && PlayOf(settings)?.Covers(HostNames.Of(url)) is true;

    static bool IsSecureEnough(PlayAddressTemplate play, Uri site) =>
        play.Scheme == Uri.UriSchemeHttps
        || site.Scheme == Uri.UriSchemeHttp
        || HostNames.IsThisMachine(play.UrlFor(Guid.Empty));

    void CheckBuilds()
    {
        RuleFor(x => x.Builds.Engine)
            .Must(url => url.IsAbsoluteUri && url.Scheme is "unix" or "npipe" or "tcp" or "http" or "https")
            .WithMessage("'{PropertyValue}' isn't the address of an engine such as unix:///var/run/docker.sock");
        RuleFor(x => x.Builds.AtOnce).InclusiveBetween(1, 64);
        RuleFor(x => x.Builds.DefaultRunner).WebAddress();
        RuleForEach(x => x.Builds.CodeHosts).SetValidator(new CodeHost.Validator());
        RuleFor(x => x.Builds.SourceFolder)
            .Must(folder => folder is null || Directory.Exists(folder))
            .WithMessage("there is no folder '{PropertyValue}'");
        RuleFor(x => x.Builds.CaBundle).ExistingFile();
        RuleFor(x => x.Builds.LeaseSeconds).InclusiveBetween(2, 3600);
        RuleFor(x => x.Builds.RetrySeconds).InclusiveBetween(1, 3600);
        RuleFor(x => x.Builds.KeepDays).InclusiveBetween(1, 3650);
        RuleFor(x => x.Builds.Uploads).InclusiveBetween(1, 256);
        RuleFor(x => x.Builds.MostFiles).InclusiveBetween(1, 1_000_000);
        RuleFor(x => x.Builds.MostMegabytes).Megabytes();
        RuleFor(x => x.Builds.Source.Packed).Megabytes();
        RuleFor(x => x.Builds.Source.Unpacked).Megabytes();
        RuleFor(x => x.Builds.Source.Files).InclusiveBetween(1, 10_000_000);
        RuleFor(x => x.Builds.Source.Seconds).InclusiveBetween(1, 3600);
        RuleFor(x => x.Builds.Dependencies).SetValidator(new ContainerLimitSettings.Validator());
        RuleFor(x => x.Builds.Build).SetValidator(new ContainerLimitSettings.Validator());
    }
}
