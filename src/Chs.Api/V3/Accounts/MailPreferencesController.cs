using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Which mails your family wants.</summary>
[Tags("Children")]
public sealed class MailPreferencesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Reads which mails your family wants.</summary>
    /// <response code="200">The kinds that are wanted.</response>
    [
        HttpGet("/api/v3/me/mail-preferences", Name = "getMailPreferences"),
        ProducesResponseType<MailPreferencesView>(200),
        Problems(401, 403)
    ]
    public Task<ActionResult<MailPreferencesView>> Read(CancellationToken cancellationToken) =>
        Answer(new ReadMailPreferences(), cancellationToken);

    /// <summary>Chooses which mails your family wants.</summary>
    /// <remarks>Mails about the account itself, such as those about its password, always come.</remarks>
    /// <response code="200">The kinds that are wanted now.</response>
    [
        HttpPut("/api/v3/me/mail-preferences", Name = "updateMailPreferences"),
        Consumes("application/json"),
        ProducesResponseType<MailPreferencesView>(200),
        Problems(400, 401, 403, 415)
    ]
    public Task<ActionResult<MailPreferencesView>> Update(WantedMails wanted, CancellationToken cancellationToken) =>
        Answer(new UpdateMailPreferences(wanted.Wanted), cancellationToken);

    /// <summary>Switches off all mails to a family, with the link of one of them.</summary>
    /// <remarks>
    /// Needs no log-in. The link is that of any mail to the family, however old; it opens nothing else. Mail programs send it
    /// to the page `/unsubscribe/` by themselves.
    /// </remarks>
    /// <response code="204">No such mails are sent any more.</response>
    [
        HttpPost("/api/v3/unsubscriptions", Name = "unsubscribe"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 415)
    ]
    public Task<ActionResult> Unsubscribe(UnsubscribeLink link, CancellationToken cancellationToken) =>
        AnswerNothing(new Unsubscribe(link.Token), cancellationToken);
}

/// <summary>The mails that a family wants.</summary>
public sealed record WantedMails
{
    /// <summary>
    /// The kinds that are wanted; the others aren't. <c>nextSession</c>: invitations to the next session of a study,
    /// <c>newStudies</c>: new ones for a child, <c>studyUpdates</c>: news of studies that the family took part in,
    /// <c>responseQuestions</c>: questions from researchers about a session.
    /// </summary>
    /// <example>["newStudies","nextSession"]</example>
    public required IReadOnlyList<MailKind> Wanted { get; init; }
}

/// <summary>A link from a mail to a family.</summary>
public sealed record UnsubscribeLink
{
    /// <summary>What stands behind `?token=` in it.</summary>
    public required string Token { get; init; }
}
