using Chs.Application.Paging;
using Chs.Application.Site;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Site;

/// <summary>The site, its texts and its institutions.</summary>
[Route("api/v3"), Tags("Site")]
public sealed class SiteController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Reads what a front end must know of the site: log-ins, languages, limits, where mails lead.</summary>
    /// <remarks>Needs no log-in.</remarks>
    /// <response code="200">The site.</response>
    [HttpGet("site", Name = "getSite"), SameForAll, ProducesResponseType<SiteView>(200), Problems(400)]
    public Task<ActionResult<SiteView>> Read(CancellationToken cancellationToken) =>
        Answer(new ReadSite(), cancellationToken);

    /// <summary>Lists the site's texts by name.</summary>
    /// <remarks>Needs no log-in; staff also see what isn't published.</remarks>
    /// <response code="200">A page of texts, without their content.</response>
    [HttpGet("pages", Name = "listContentPages"), ProducesResponseType<Page<ContentPageItem>>(200), Problems(400)]
    public Task<ActionResult<Page<ContentPageItem>>> Pages(
        [FromQuery] ListContentPages query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Reads a text of the site.</summary>
    /// <param name="slug">Its name.</param>
    /// <param name="language">The language; a text that isn't translated comes in English.</param>
    /// <response code="200">The text as Markdown and as HTML without scripts.</response>
    [HttpGet("pages/{slug}", Name = "getContentPage"), ProducesResponseType<ContentPageView>(200), Problems(404)]
    public Task<ActionResult<ContentPageView>> ReadPage(
        string slug,
        [FromQuery] string language = ReadContentPage.FallbackLanguage,
        CancellationToken cancellationToken = default
    ) => Answer(new ReadContentPage(slug, language), cancellationToken);

    /// <summary>Creates a text of the site.</summary>
    /// <remarks>For staff. There is one text for each name and language.</remarks>
    /// <response code="201">The text.</response>
    [
        HttpPost("pages", Name = "createContentPage"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<ContentPageView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<ContentPageView>> CreatePage(NewContentPage page, CancellationToken cancellationToken) =>
        AnswerCreated(
            new CreateContentPage(
                page.Slug,
                page.Language,
                new ContentPageInput
                {
                    Title = page.Title,
                    Markdown = page.Markdown,
                    IsPublished = page.IsPublished,
                }
            ),
            created => $"/api/v3/pages/{created.Slug}?language={created.Language}",
            cancellationToken
        );

    /// <summary>Replaces a text of the site.</summary>
    /// <remarks>For staff.</remarks>
    /// <param name="slug">Its name.</param>
    /// <param name="page">The complete text.</param>
    /// <param name="language">The language.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The text after the change.</response>
    [
        HttpPut("pages/{slug}", Name = "updateContentPage"),
        Consumes("application/json"),
        ProducesResponseType<ContentPageView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public Task<ActionResult<ContentPageView>> UpdatePage(
        string slug,
        ContentPageInput page,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        [FromQuery] string language = ReadContentPage.FallbackLanguage,
        CancellationToken cancellationToken = default
    ) => Answer(new UpdateContentPage(slug, language, page, ifMatch.Versions), cancellationToken);

    /// <summary>Removes a text of the site.</summary>
    /// <remarks>For staff.</remarks>
    /// <response code="204">It is removed.</response>
    [HttpDelete("pages/{slug}", Name = "deleteContentPage"), ProducesResponseType(204), Problems(401, 403, 404, 412)]
    public Task<ActionResult> DeletePage(
        string slug,
        [FromQuery] string language = ReadContentPage.FallbackLanguage,
        CancellationToken cancellationToken = default
    ) => AnswerNothing(new DeleteContentPage(slug, language), cancellationToken);

    /// <summary>Lists the institutions of the site's scientists.</summary>
    /// <remarks>Needs no log-in.</remarks>
    /// <response code="200">A page of institutions, by place.</response>
    [
        HttpGet("institutions", Name = "listInstitutions"),
        SameForAll,
        ProducesResponseType<Page<InstitutionView>>(200),
        Problems(400)
    ]
    public Task<ActionResult<Page<InstitutionView>>> Institutions(
        [FromQuery] ListInstitutions query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Adds an institution.</summary>
    /// <remarks>For staff.</remarks>
    /// <response code="201">The institution.</response>
    [
        HttpPost("institutions", Name = "createInstitution"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<InstitutionView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<InstitutionView>> CreateInstitution(
        NewInstitution institution,
        CancellationToken cancellationToken
    ) => AnswerCreated(new CreateInstitution(institution.ToInput()), _ => null, cancellationToken);

    /// <summary>Replaces an institution's description.</summary>
    /// <remarks>For staff.</remarks>
    /// <param name="institutionId">The institution.</param>
    /// <param name="institution">The complete description: every member is required.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The institution after the change.</response>
    [
        HttpPut("institutions/{institutionId:guid}", Name = "updateInstitution"),
        Consumes("application/json"),
        ProducesResponseType<InstitutionView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<InstitutionView>> UpdateInstitution(
        Guid institutionId,
        InstitutionInput institution,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateInstitution(institutionId, institution, ifMatch.Versions), cancellationToken);

    /// <summary>Removes an institution.</summary>
    /// <remarks>For staff.</remarks>
    /// <response code="204">It is removed.</response>
    [
        HttpDelete("institutions/{institutionId:guid}", Name = "deleteInstitution"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult> DeleteInstitution(Guid institutionId, CancellationToken cancellationToken) =>
        AnswerNothing(new DeleteInstitution(institutionId), cancellationToken);
}

/// <summary>A new text.</summary>
[ValidatedAs(typeof(ContentPageInput))]
public sealed record NewContentPage
{
    /// <summary>Name in addresses: 1…100 lower-case letters, digits and hyphens.</summary>
    /// <example>privacy</example>
    public required string Slug { get; init; }

    /// <summary>A language tag.</summary>
    /// <example>en</example>
    public string Language { get; init; } = ReadContentPage.FallbackLanguage;

    /// <summary>1…255 characters.</summary>
    /// <example>Privacy</example>
    public required string Title { get; init; }

    /// <summary>At most 200,000 characters. HTML in it is shown as text.</summary>
    /// <example>We keep what you send us **on our own servers**.</example>
    public required string Markdown { get; init; }

    /// <summary>Whether everybody sees it; otherwise, and when it is left out, only staff do.</summary>
    public bool IsPublished { get; init; }
}

/// <summary>A new institution.</summary>
[ValidatedAs(typeof(InstitutionInput))]
public sealed record NewInstitution
{
    /// <summary>Unique, 1…255 characters.</summary>
    /// <example>University of Somewhere</example>
    public required string Name { get; init; }

    /// <summary>Absolute http or https URL, or empty.</summary>
    /// <example>https://www.somewhere.example</example>
    public string Website { get; init; } = "";

    /// <summary>Heading of the section that lists it; at most 255 characters.</summary>
    /// <example>Founders</example>
    public string Section { get; init; } = "";

    /// <summary>Orders the list, lower first; 0…1,000,000.</summary>
    public int Place { get; init; }

    internal InstitutionInput ToInput() =>
        new()
        {
            Name = Name,
            Website = Website,
            Section = Section,
            Place = Place,
        };
}
