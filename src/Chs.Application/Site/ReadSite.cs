using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Reads what a front end must know of the site before anybody logs in. Open to everybody.</summary>
public sealed record ReadSite : IQuery<SiteView>, IWithinScope, IAnonymous
{
    internal sealed class Handler(
        IChsDb db,
        SiteAddress address,
        SiteOptions options,
        SiteTimeZone zone,
        AccountRules accounts,
        SiteTexts texts
    ) : IRequestHandler<ReadSite, Outcome<SiteView>>
    {
        public async Task<Outcome<SiteView>> Handle(ReadSite request, CancellationToken cancellationToken)
        {
            var translated = await db
                .ContentPages.Where(p => p.IsPublished && p.Language != ReadContentPage.FallbackLanguage)
                .Select(p => p.Language)
                .Distinct()
                .OrderBy(language => language)
                .ToListAsync(cancellationToken);
            return new SiteView
            {
                Version = options.Version,
                IsDemo = options.IsDemo,
                SecondFactor = accounts.SecondFactor,
                NeedsLinkAfterSignUp = !accounts.LogInAtOnce,
                TextsToAccept = await texts.ListAsync(cancellationToken),
                InstitutionLogIns = options.InstitutionLogIns,
                Languages = [ReadContentPage.FallbackLanguage, .. translated],
                TimeZone = zone.Zone.Id,
                ChildChoices = new ChildChoices(ChildTraits.Conditions, ChildTraits.Languages),
                DemographicChoices = new DemographicChoicesView(),
                Limits = new SiteLimits(options.MaximumBody, Media.MaximumBytes, Page.MaximumLimit),
                MailLinks = address.MailLinks,
            };
        }
    }
}

/// <summary>What a front end must know of the site.</summary>
public sealed record SiteView
{
    /// <summary>Version of CHS.</summary>
    /// <example>0.1.0</example>
    public required string Version { get; init; }

    /// <summary>Whether it holds invented data, with log-ins that everybody knows.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>Who must log in with a second factor.</summary>
    public required SecondFactorRule SecondFactor { get; init; }

    /// <summary>Whether people log in only after they followed the link in the mail that <c>signUp</c> sends.</summary>
    public required bool NeedsLinkAfterSignUp { get; init; }

    /// <summary>
    /// Texts to which people agree when they sign up: show each in one of its languages, and send what was read with
    /// <c>signUp</c>.
    /// </summary>
    public required IReadOnlyList<TextToAccept> TextsToAccept { get; init; }

    /// <summary>Log-ins elsewhere that open accounts of this site: of institutions, ORCID and others.</summary>
    public required IReadOnlyList<InstitutionLogIn> InstitutionLogIns { get; init; }

    /// <summary>Languages in which there are texts of the site, English first.</summary>
    /// <example>["en","de"]</example>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>IANA id of the zone in which the site counts days, such as those of a child's age.</summary>
    /// <example>America/New_York</example>
    public required string TimeZone { get; init; }

    /// <summary>What can be said of a child.</summary>
    public required ChildChoices ChildChoices { get; init; }

    /// <summary>For forms about families.</summary>
    public required DemographicChoicesView DemographicChoices { get; init; }

    public required SiteLimits Limits { get; init; }

    /// <summary>Where links in mails to families lead: to your pages, when the operator says that you are the front end.</summary>
    public required SiteMailLinks MailLinks { get; init; }
}

/// <summary>A log-in of an institution, or of another site.</summary>
/// <param name="Name">What a button says.</param>
/// <param name="Path">
/// Lead the browser there, with <c>?next=/path</c> for the page that it comes back to. It comes back logged in, or at
/// <c>/login/code/</c>, when a code is needed (<c>confirmLogIn</c>). With the <c>?link=</c> of
/// <c>askToLinkExternalLogIn</c> it opens the account from then on.
/// </param>
public sealed record InstitutionLogIn(string Name, string Path);

/// <summary>The values that a child's profile takes.</summary>
/// <param name="Conditions">For <c>conditions</c>.</param>
/// <param name="Languages">For <c>languages</c>: ISO 639 codes.</param>
public sealed record ChildChoices(IReadOnlyList<string> Conditions, IReadOnlyList<string> Languages);

/// <summary>The values that answers to the demographic survey take.</summary>
public sealed record DemographicChoicesView
{
    public IReadOnlyList<string> NumberOfChildren { get; } = DemographicChoices.NumberOfChildren;
    public IReadOnlyList<string> NumberOfGuardians { get; } = DemographicChoices.NumberOfGuardians;
    public IReadOnlyList<string> RaceEthnicity { get; } = DemographicChoices.RaceEthnicity;

    /// <summary>In years.</summary>
    public IReadOnlyList<string> Age { get; } = DemographicChoices.Age;

    /// <summary>From no degree to a graduate or professional one.</summary>
    public IReadOnlyList<string> EducationLevel { get; } = DemographicChoices.EducationLevel;

    /// <summary>In dollars a year; <c>na</c>: rather not said.</summary>
    public IReadOnlyList<string> AnnualIncome { get; } = DemographicChoices.AnnualIncome;

    /// <summary>ISO 3166 alpha-2.</summary>
    public IReadOnlyList<string> Country { get; } = DemographicChoices.Countries;

    /// <summary>Of the United States.</summary>
    public IReadOnlyList<string> State { get; } = DemographicChoices.States;

    public IReadOnlyList<string> Density { get; } = DemographicChoices.Density;
}

/// <summary>Limits that hold for every operation.</summary>
/// <param name="BodyBytes">Largest body of a request.</param>
/// <param name="PictureBytes">Pictures must be smaller.</param>
/// <param name="PageItems">Most items of a page of a list.</param>
public sealed record SiteLimits(long BodyBytes, long PictureBytes, int PageItems);

/// <summary>Addresses in mails, with names in braces for what changes.</summary>
/// <param name="ConfirmEmail">Sends its token to <c>confirmEmail</c>, once somebody pressed a button.</param>
/// <param name="ResetPassword">Sends its token to <c>resetPassword</c>, with the new password.</param>
/// <param name="Study">Where families find a study.</param>
public sealed record SiteMailLinks(string ConfirmEmail, string ResetPassword, string Study);
