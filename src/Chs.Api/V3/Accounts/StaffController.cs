using Chs.Application.Accounts;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Accounts of the whole site.</summary>
[Route("api/v3"), Tags("Staff")]
public sealed class StaffController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists accounts of the whole site, newest first.</summary>
    /// <remarks>Needs the site right to view users; audited.</remarks>
    /// <response code="200">A page of accounts.</response>
    [
        HttpGet("accounts", Name = "listAccounts"),
        ProducesResponseType<Page<AccountListItem>>(200),
        Problems(400, 401, 403)
    ]
    public Task<ActionResult<Page<AccountListItem>>> List(
        [FromQuery] ListAccounts query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Reads an account with its roles.</summary>
    /// <remarks>
    /// Needs the site right to view users. The account's rights are shown only to those who may see permissions.
    /// Audited.
    /// </remarks>
    /// <response code="200">The account.</response>
    [
        HttpGet("accounts/{accountId:guid}", Name = "getAccount"),
        ProducesResponseType<StaffAccountView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<StaffAccountView>> Read(Guid accountId, CancellationToken cancellationToken) =>
        Answer(new ReadAccount(accountId), cancellationToken);

    /// <summary>Decides whether an account can be used, and whether it is spam.</summary>
    /// <remarks>
    /// Needs the site right to edit users. Nobody may decide about themselves, or about an account with more rights
    /// than their own. An account that can't be used loses its log-ins and keys, and spam gets no mail.
    /// </remarks>
    /// <param name="accountId">The account.</param>
    /// <param name="standing">The decision.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The account after the change.</response>
    [
        HttpPut("accounts/{accountId:guid}/standing", Name = "updateAccountStanding"),
        Consumes("application/json"),
        ProducesResponseType<StaffAccountView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<StaffAccountView>> Judge(
        Guid accountId,
        StandingForm standing,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new UpdateAccountStanding(
                accountId,
                standing.IsActive,
                standing.IsSpam,
                standing.Comments,
                ifMatch.Versions
            ),
            cancellationToken
        );

    /// <summary>Makes an account a researcher's too.</summary>
    /// <remarks>Needs the site right to edit users.</remarks>
    /// <response code="200">The account after the change.</response>
    [
        HttpPut("accounts/{accountId:guid}/researcher", Name = "admitResearcher"),
        ProducesResponseType<StaffAccountView>(200),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<StaffAccountView>> Admit(Guid accountId, CancellationToken cancellationToken) =>
        Answer(new AdmitResearcher(accountId), cancellationToken);

    /// <summary>Sets the rights that an account has besides those of its roles.</summary>
    /// <remarks>
    /// Needs the site right to edit permissions. Nobody may give rights that they lack, or change their own. The
    /// account's log-ins end.
    /// </remarks>
    /// <param name="accountId">The account.</param>
    /// <param name="rights">The complete list: rights that it lacks are taken away.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The account after the change.</response>
    [
        HttpPut("accounts/{accountId:guid}/rights", Name = "updateAccountRights"),
        Consumes("application/json"),
        ProducesResponseType<StaffAccountView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<StaffAccountView>> Entitle(
        Guid accountId,
        SiteRightsInput rights,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateAccountRights(accountId, rights, ifMatch.Versions), cancellationToken);
}

/// <summary>A decision of staff about an account.</summary>
[ValidatedAs(typeof(UpdateAccountStanding))]
public sealed record StandingForm
{
    /// <summary>Whether the account can be used.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether the account doesn't belong to a person; then it can't be used.</summary>
    public bool IsSpam { get; init; }

    /// <summary>The reason, which only staff can read. At most 10,000 characters.</summary>
    /// <example>Asked by mail on 2026-03-01 to close the account.</example>
    public string Comments { get; init; } = "";
}
