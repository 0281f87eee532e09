using Chs.Api.Access;
using Chs.Application.Exports;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.V3.Responses;

/// <summary>Taking part in studies, and the responses of those who did.</summary>
[Route("api/v3/studies/{studyId:guid}")]
public sealed class ResponsesController(IMediator mediator, RequestSite site, PlayOrigin play) : V3Controller(mediator)
{
    /// <summary>Starts a session for one of your children, or a preview with a test participant.</summary>
    /// <remarks>
    /// Opens a session, or continues one that is open and still empty. Then lead the browser to <c>open.url</c>, where the
    /// experiment runs. Some runners open the session themselves, when they are there: <c>response</c> is null then.
    /// </remarks>
    /// <param name="studyId">An active study; for a preview, one that you may preview.</param>
    /// <param name="part">Who takes part.</param>
    /// <response code="200">The session that was open already, or none, where the runner opens it.</response>
    /// <response code="201">A new session.</response>
    [HttpPost("responses", Name = "startResponse"), Tags("Taking part"), Idempotent, Consumes("application/json")]
    [
        ProducesResponseType<SessionStart>(200),
        ProducesResponseType<SessionStart>(201),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public async Task<ActionResult<SessionStart>> Start(
        Guid studyId,
        NewResponse part,
        CancellationToken cancellationToken
    )
    {
        var isBrowser = HttpContext.RequestServices.GetRequiredService<RequestActor>().By is CredentialKind.Session;
        var request = new StartResponse(studyId, part.ChildId, part.IsPreview)
        {
            SiteForStartCode = isBrowser ? null : site.RootFor(HttpContext).AbsoluteUri,
        };
        var started = await Mediator.Send(request, cancellationToken);
        if (started.Failed)
            return Refused(started.Error);
        var start = new SessionStart(
            started.Value.Response,
            started.Value.IsResumed,
            AddressOf(started.Value, studyId, part)
        );
        if (start.Response is not { } response)
            return Answered(start, StatusCodes.Status200OK);
        Response.Headers.Location = $"/api/v3/me/responses/{response.Id}";
        return Answered(start, start.IsResumed ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    SessionAddress AddressOf(StartedSession session, Guid studyId, NewResponse part)
    {
        if (session.ExternalUrl is { } elsewhere)
            return new SessionAddress(elsewhere, null);
        // Where the play origin can't be reached, the site's page says what its operator can do.
        if (session.Code is { } code && play.IsReachedFrom(HttpContext))
        {
            var start = new Uri(play.UrlFor(HttpContext, studyId), $"play/start#{code.Secret}");
            return new SessionAddress(start, code.ExpiresAt);
        }

        var path = PlayPaths.Of(session.Type, studyId, $"{part.ChildId}", part.IsPreview);
        return new SessionAddress(new Uri(site.RootFor(HttpContext), path), null);
    }

    /// <summary>Lists a study's responses, newest first, without names.</summary>
    /// <remarks>
    /// Without the parameter <c>consent</c>: the responses whose data you may read. With it: the responses whose
    /// consent frame was completed and whose newest ruling is the given one; needs the right to rule on consent.
    /// <c>getResponseNumbers</c> counts responses under the same filters, and <c>exportResponsesCsv</c> downloads them.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="consent">The newest ruling.</param>
    /// <param name="ids">Only these responses, at most 100.</param>
    /// <param name="filter">Which responses.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of responses.</response>
    [
        HttpGet("responses", Name = "listResponses"),
        Tags("Responses"),
        ProducesResponseType<Page<ResponseListItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<ResponseListItem>>> List(
        Guid studyId,
        [FromQuery] Ruling? consent,
        [FromQuery] Guid[]? ids,
        [FromQuery] ResponseFilter filter,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) =>
        Answer(
            page.For(
                new ListResponses
                {
                    StudyId = studyId,
                    Consent = consent,
                    Ids = ids,
                    Filter = filter,
                }
            ),
            cancellationToken
        );

    /// <summary>Counts a study's responses under the filters of their list, previews apart.</summary>
    /// <remarks>
    /// Of sessions that nobody may read (the consent is missing, pending or rejected) only the number is told, so that you
    /// see how many families stopped, and before what.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="filter">Which responses.</param>
    /// <response code="200">The numbers.</response>
    [
        HttpGet("responses/numbers", Name = "getResponseNumbers"),
        Tags("Responses"),
        ProducesResponseType<ResponseNumbers>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<ResponseNumbers>> ReadNumbers(
        Guid studyId,
        [FromQuery] ResponseFilter filter,
        CancellationToken cancellationToken
    ) => Answer(new ReadResponseNumbers(studyId, filter), cancellationToken);

    /// <summary>Reads one response with everything that was recorded.</summary>
    /// <remarks>Each read is written to the audit log.</remarks>
    /// <response code="200">The response.</response>
    [
        HttpGet("responses/{responseId:guid}", Name = "getResponse"),
        Tags("Responses"),
        ProducesResponseType<ResponseView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<ResponseView>> Read(Guid studyId, Guid responseId, CancellationToken cancellationToken) =>
        Answer(new ReadResponse(studyId, responseId), cancellationToken);

    /// <summary>Judges a response's consent.</summary>
    /// <remarks>Data can be read and downloaded once the newest ruling is <c>accepted</c>.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="responseId">A response whose family reached the end of the consent.</param>
    /// <param name="ruling">Your judgement.</param>
    /// <response code="201">The response after the ruling.</response>
    [
        HttpPost("responses/{responseId:guid}/consent-rulings", Name = "ruleConsent"),
        Tags("Responses"),
        Idempotent,
        Consumes("application/json")
    ]
    [ProducesResponseType<ResponseListItem>(201), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<ResponseListItem>> Rule(
        Guid studyId,
        Guid responseId,
        NewRuling ruling,
        CancellationToken cancellationToken
    ) =>
        AnswerCreated(
            new RuleConsent(studyId, responseId, ruling.Ruling, ruling.Comment),
            _ => null,
            cancellationToken
        );

    /// <summary>Judges the consents of many responses.</summary>
    /// <remarks>
    /// All rulings stand, or none does. Faults have the codes that <c>ruleConsent</c> would answer, and point to the
    /// ruling, such as <c>/rulings/3/responseId</c>.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="rulings">Your judgements.</param>
    /// <response code="201">The responses after the rulings.</response>
    [HttpPost("consent-rulings", Name = "ruleConsents"), Tags("Responses"), Idempotent, Consumes("application/json")]
    [ProducesResponseType<RuledResponses>(201), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<RuledResponses>> RuleAll(
        Guid studyId,
        NewRulings rulings,
        CancellationToken cancellationToken
    ) => AnswerCreated(new RuleConsents(studyId, rulings.Rulings), _ => null, cancellationToken);

    /// <summary>Downloads a study's responses as CSV.</summary>
    /// <remarks>
    /// One row for each response that you may read and that passes the filters, streamed. Identifying columns are included
    /// only when you name them, and that is written to the audit log.
    ///
    /// Each value within a list or an object has a column of its own, such as <c>response__conditions.0.order.1</c>, and
    /// the columns <c>response__eligibility</c>, <c>response__sequence</c> and <c>response__conditions</c> are empty
    /// then. Where two values come to the same name, the others are called <c>…#2</c>, <c>…#3</c>. There are at most
    /// 2,000 such columns, with names of at most 1,000 characters: of a session that has more, the rest stands in those
    /// three as JSON, with lists as objects by index: <c>{"0":{"order":{"1":…}}}</c>.
    ///
    /// Without <c>for</c>, every cell is exactly what is stored: that is the file to analyse. Families can type what a
    /// spreadsheet runs as a formula, and Excel takes UTF-8 for something else. So open in one only what was downloaded
    /// with <c>for=spreadsheet</c>: it begins with a byte order mark; an apostrophe stands before texts that begin with
    /// <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line break, also behind blanks, and within texts
    /// behind semicolons, tabs and line breaks that such a sign follows; texts of more than 32,767 characters are cut.
    /// Numbers stay numbers, also negative ones.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="columns">Optional columns, repeated or separated by commas, such as <c>child__age_rounded</c>.</param>
    /// <param name="for"><c>spreadsheet</c>: a file that Excel and the like read rightly, and that runs nothing in them.</param>
    /// <param name="filter">Which responses.</param>
    /// <response code="200">UTF-8; rows end in CRLF, texts are in double quotes.</response>
    [HttpGet("exports/responses.csv", Name = "exportResponsesCsv"), Streamed, Tags("Exports")]
    [ProducesResponseType<string>(200, "text/csv"), Problems(400, 401, 403, 404)]
    public async Task<ActionResult> ExportCsv(
        Guid studyId,
        [FromQuery] string[]? columns,
        [FromQuery] CsvUse? @for,
        [FromQuery] ResponseFilter filter,
        CancellationToken cancellationToken
    )
    {
        var export = new ExportResponses(studyId, NamesIn(columns)) { Filter = filter, For = @for };
        var download = await Mediator.Send(export, cancellationToken);
        if (download.Failed)
            return Refused(download.Error);

        Response.ContentType = download.Value.ContentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(download.Value.FileName);
        Response.Headers.ContentDisposition = disposition.ToString();
        await download.Value.WriteAsync(Response.Body, cancellationToken);
        return new EmptyResult();
    }

    /// <summary>A query may repeat the parameter, separate names by commas, or both.</summary>
    static string[] NamesIn(string?[]? columns)
    {
        const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var names = (columns ?? []).SelectMany(column => (column ?? "").Split(',', options));
        return [.. names.Distinct()];
    }
}

/// <summary>Who takes part.</summary>
public sealed record NewResponse
{
    /// <summary>One of your children or, in a preview, a test participant of the study.</summary>
    public required Guid ChildId { get; init; }

    /// <summary>Whether it is a preview, for those who may see the study before families do. It never counts as data.</summary>
    /// <example>false</example>
    public bool IsPreview { get; init; }
}

/// <summary>Rulings on the consents of responses.</summary>
public sealed record NewRulings
{
    /// <summary>1…200, each response once.</summary>
    public required IReadOnlyList<ResponseRuling> Rulings { get; init; }
}

/// <summary>A ruling on a response's consent.</summary>
public sealed record NewRuling
{
    /// <example>accepted</example>
    public required Ruling Ruling { get; init; }

    public string Comment { get; init; } = "";
}

/// <summary>How a session begins.</summary>
/// <param name="Response">The open session; null where the runner opens its own.</param>
/// <param name="IsResumed">Whether an open, empty session was resumed instead of a new one being created.</param>
/// <param name="Open">Where the browser goes now.</param>
public sealed record SessionStart(StartedResponse? Response, bool IsResumed, SessionAddress Open);

/// <summary>Where a session is played.</summary>
/// <param name="Url">
/// Lead the browser there, by a link or <c>location.assign</c>; don't take the address apart, don't fetch it, don't keep
/// it.
/// </param>
/// <param name="ExpiresAt">
/// Until when the address can be opened: once, within a minute, where the request was sent with a key, and the page then
/// asks the family before it begins. Null: for as long as the browser is logged in.
/// </param>
public sealed record SessionAddress(Uri Url, DateTimeOffset? ExpiresAt);
