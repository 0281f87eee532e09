using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Labs;

/// <summary>Labs.</summary>
[Route("api/v3/labs"), Tags("Labs")]
public sealed class LabsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists labs by name.</summary>
    /// <remarks>Approved labs and your own; site reviewers see all. Needs no log-in, except with <c>set</c>.</remarks>
    /// <response code="200">A page of labs.</response>
    [HttpGet(Name = "listLabs"), ProducesResponseType<Page<LabListItem>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<LabListItem>>> List(
        [FromQuery] ListLabs query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Creates a lab; you become its admin.</summary>
    /// <remarks>For researchers. A site reviewer must approve it before its studies can be started.</remarks>
    /// <response code="201">The lab.</response>
    [
        HttpPost(Name = "createLab"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<LabView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<LabView>> Create(NewLab lab, CancellationToken cancellationToken) =>
        AnswerCreated(new CreateLab(lab.ToInput()), created => $"/api/v3/labs/{created.Id}", cancellationToken);

    /// <summary>Reads a lab.</summary>
    /// <response code="200">The lab.</response>
    [HttpGet("{labId:guid}", Name = "getLab"), ProducesResponseType<LabView>(200), Problems(404)]
    public Task<ActionResult<LabView>> Read(Guid labId, CancellationToken cancellationToken) =>
        Answer(new ReadLab(labId), cancellationToken);

    /// <summary>Approves a lab.</summary>
    /// <remarks>
    /// For site reviewers. From then on families can take part in its studies. The lab's admins get a mail.
    /// </remarks>
    /// <param name="labId">The lab.</param>
    /// <param name="ifMatch">The ETag you read. Without it the lab is approved whatever changed meanwhile.</param>
    /// <response code="200">The approved lab. Approving again changes nothing.</response>
    [
        HttpPut("{labId:guid}/approval", Name = "approveLab"),
        ProducesResponseType<LabView>(200),
        Problems(400, 401, 403, 404, 412)
    ]
    public Task<ActionResult<LabView>> Approve(
        Guid labId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new ApproveLab(labId, ifMatch.Versions), cancellationToken);

    /// <summary>Withdraws a lab's approval.</summary>
    /// <remarks>
    /// For site reviewers. Its active studies continue, but no study can be submitted, approved or started. The lab's
    /// admins get a mail.
    /// </remarks>
    /// <param name="labId">The lab.</param>
    /// <param name="ifMatch">The ETag you read. Without it the approval is withdrawn whatever changed meanwhile.</param>
    /// <response code="200">The lab after the change.</response>
    [
        HttpDelete("{labId:guid}/approval", Name = "withdrawLabApproval"),
        ProducesResponseType<LabView>(200),
        Problems(400, 401, 403, 404, 412)
    ]
    public Task<ActionResult<LabView>> Withdraw(
        Guid labId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new WithdrawLabApproval(labId, ifMatch.Versions), cancellationToken);

    /// <summary>Sets a picture of a lab.</summary>
    /// <param name="labId">The lab.</param>
    /// <param name="which">The banner, at least twice as wide as high; or the badge, which is square.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The lab after the change.</response>
    [
        HttpPut("{labId:guid}/pictures/{which}", Name = "setLabPicture"),
        Picture,
        ProducesResponseType<LabView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public async Task<ActionResult<LabView>> SetPicture(
        Guid labId,
        LabPicture which,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) =>
        await Answer(
            new SetLabPicture(labId, which, await PictureAttribute.ReadAsync(HttpContext), ifMatch.Versions),
            cancellationToken
        );

    /// <summary>Removes a picture of a lab.</summary>
    /// <param name="labId">The lab.</param>
    /// <param name="which">The banner or the badge.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The lab after the change.</response>
    [
        HttpDelete("{labId:guid}/pictures/{which}", Name = "deleteLabPicture"),
        ProducesResponseType<LabView>(200),
        Problems(400, 401, 403, 404, 412)
    ]
    public Task<ActionResult<LabView>> RemovePicture(
        Guid labId,
        LabPicture which,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new SetLabPicture(labId, which, null, ifMatch.Versions), cancellationToken);

    /// <summary>Replaces a lab's description.</summary>
    /// <param name="labId">The lab.</param>
    /// <param name="lab">The complete description: every member is required.</param>
    /// <param name="ifMatch">The ETag you read, or <c>*</c> for any version.</param>
    /// <response code="200">The lab after the change.</response>
    [
        HttpPut("{labId:guid}", Name = "updateLab"),
        VersionNeeded,
        Consumes("application/json"),
        ProducesResponseType<LabView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415, 428)
    ]
    public Task<ActionResult<LabView>> Update(
        Guid labId,
        LabInput lab,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateLab(labId, lab, ifMatch.Versions), cancellationToken);

    /// <summary>Lists the members of a lab, and who asked to join.</summary>
    /// <param name="labId">The lab.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="match">Words that must all be in a name; case doesn't matter.</param>
    /// <response code="200">A page of people, by family name.</response>
    [
        HttpGet("{labId:guid}/members", Name = "listLabMembers"),
        ProducesResponseType<Page<LabMemberItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<LabMemberItem>>> Members(
        Guid labId,
        [FromQuery] PageQuery page,
        [FromQuery] string? match,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListLabMembers { LabId = labId, Match = match }), cancellationToken);

    /// <summary>Gives a researcher a role in a lab, or accepts a request to join.</summary>
    /// <remarks>
    /// The role replaces those that the person had. The last admin stays admin. The person gets a mail.
    /// </remarks>
    /// <response code="204">The person has the role.</response>
    [
        HttpPut("{labId:guid}/members/{accountId:guid}", Name = "setLabRole"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult> SetRole(
        Guid labId,
        Guid accountId,
        NewLabRole role,
        CancellationToken cancellationToken
    ) => AnswerNothing(new SetLabRole(labId, accountId, role.Role), cancellationToken);

    /// <summary>Gives many researchers roles in a lab, or accepts their requests to join.</summary>
    /// <remarks>
    /// Everybody gets their role, or nobody does; people whom you don't name keep theirs. Faults have the codes that
    /// <c>setLabRole</c> would answer. The people get mails.
    /// </remarks>
    /// <response code="204">The people have the roles.</response>
    [
        HttpPut("{labId:guid}/members", Name = "setLabRoles"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public Task<ActionResult> SetRoles(Guid labId, NewLabRoles roles, CancellationToken cancellationToken) =>
        AnswerNothing(new SetLabRoles(labId, roles.Roles), cancellationToken);

    /// <summary>Removes a researcher from a lab and its studies, or declines a request to join.</summary>
    /// <remarks>You may always leave, but the last admin of a lab or of one of its studies must stay.</remarks>
    /// <response code="204">The person doesn't belong to the lab any more.</response>
    [
        HttpDelete("{labId:guid}/members/{accountId:guid}", Name = "removeLabMember"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult> Remove(Guid labId, Guid accountId, CancellationToken cancellationToken) =>
        AnswerNothing(new RemoveLabMember(labId, accountId), cancellationToken);

    /// <summary>Sends a member a mail with a link to a new password.</summary>
    /// <remarks>For whoever manages the lab's researchers. Only the member gets the link.</remarks>
    /// <response code="204">The mail is on its way.</response>
    [
        HttpPost("{labId:guid}/members/{accountId:guid}/password-reset", Name = "askForMembersPassword"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult> AskForPassword(Guid labId, Guid accountId, CancellationToken cancellationToken) =>
        AnswerNothing(new AskForMembersPassword(labId, accountId), cancellationToken);

    /// <summary>Makes a key for scripts that belongs to a lab.</summary>
    /// <remarks>
    /// For who manages the lab's researchers, who can give it no more than they may themselves; all of them get a mail. It
    /// works as other keys do, on v1, v2 and here, for the lab's studies; it is nobody's, so <c>getMe</c>, steps of studies
    /// and everything personal refuse it. You answer for it: it stops when you can't log in or don't manage the lab's
    /// researchers any more, until somebody who does confirms it. With a study it may do no more than you may at the time.
    /// The audit log names it by its id. It is shown only this once.
    /// </remarks>
    /// <response code="201">The key.</response>
    [
        HttpPost("{labId:guid}/tokens", Name = "createLabToken"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<CreatedLabToken>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public Task<ActionResult<CreatedLabToken>> CreateToken(
        Guid labId,
        NewLabToken token,
        CancellationToken cancellationToken
    )
    {
        var scope = new TokenScope(token.IsReadOnly, token.IsDeidentified, token.Studies);
        var request = new CreateLabToken(labId, token.Label, token.Role, token.StudyRole, token.ValidDays, scope);
        return AnswerCreated(request, _ => null, cancellationToken);
    }

    /// <summary>Lists a lab's keys for scripts, oldest first.</summary>
    /// <param name="labId">The lab.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of keys, without their secrets.</response>
    [
        HttpGet("{labId:guid}/tokens", Name = "listLabTokens"),
        ProducesResponseType<Page<LabTokenItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<LabTokenItem>>> Tokens(
        Guid labId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListLabTokens { LabId = labId }), cancellationToken);

    /// <summary>Answers for a lab's key, so that it works when whoever did before has left.</summary>
    /// <remarks>
    /// For who manages the lab's researchers and may do all that the key may. The key is as good as this log-in: with or
    /// without a second factor. Whoever left may still know it: revoke one that you don't know, and make another.
    /// </remarks>
    /// <response code="204">You answer for the key.</response>
    [
        HttpPost("{labId:guid}/tokens/{tokenId:guid}/confirmation", Name = "confirmLabToken"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult> ConfirmToken(Guid labId, Guid tokenId, CancellationToken cancellationToken) =>
        AnswerNothing(new ConfirmLabToken(labId, tokenId), cancellationToken);

    /// <summary>Revokes a lab's key.</summary>
    /// <remarks>
    /// For who manages the lab's researchers by a role in it. Whoever manages those of all labs revokes only keys that may
    /// do no more than they.
    /// </remarks>
    /// <response code="204">The key can't be used any more.</response>
    [
        HttpDelete("{labId:guid}/tokens/{tokenId:guid}", Name = "revokeLabToken"),
        ProducesResponseType(204),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult> RevokeToken(Guid labId, Guid tokenId, CancellationToken cancellationToken) =>
        AnswerNothing(new RevokeLabToken(labId, tokenId), cancellationToken);

    /// <summary>Asks to join a lab.</summary>
    /// <remarks>Its admins get a mail, and another one when you ask again. For members nothing happens.</remarks>
    /// <response code="204">The lab's admins are told.</response>
    [
        HttpPut("{labId:guid}/join-request", Name = "requestToJoinLab"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult> Join(Guid labId, CancellationToken cancellationToken) =>
        AnswerNothing(new RequestToJoinLab(labId), cancellationToken);
}

/// <summary>Roles of people in a lab.</summary>
public sealed record NewLabRoles
{
    /// <summary>1…200, each person once.</summary>
    public required IReadOnlyList<LabRoleEntry> Roles { get; init; }
}

/// <summary>A role in a lab.</summary>
public sealed record NewLabRole
{
    /// <example>member</example>
    public required LabRole Role { get; init; }
}

/// <summary>A new lab.</summary>
[ValidatedAs(typeof(LabInput))]
public sealed record NewLab
{
    /// <summary>Unique on this site, 1…255 characters.</summary>
    /// <example>Sunshine Lab</example>
    public required string Name { get; init; }

    /// <example>University of Somewhere</example>
    public required string Institution { get; init; }

    /// <example>Prof. Robin Sunshine</example>
    public required string PrincipalInvestigator { get; init; }

    /// <summary>Where families' replies go; unique on this site.</summary>
    /// <example>sunshine@lab.example</example>
    public required string ContactEmail { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string ContactPhone { get; init; } = "";

    /// <summary>Absolute http or https URL, or empty.</summary>
    public string Website { get; init; } = "";

    /// <summary>At most 20,000 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name in URLs: lower-case letters, digits and hyphens; unique on this site; null: none.</summary>
    /// <example>sunshine</example>
    public string? Slug { get; init; }

    /// <summary>Contact for questions about the lab's ethics approval.</summary>
    public string IrbContact { get; init; } = "";

    internal LabInput ToInput() =>
        new()
        {
            Name = Name,
            Institution = Institution,
            PrincipalInvestigator = PrincipalInvestigator,
            ContactEmail = ContactEmail,
            ContactPhone = ContactPhone,
            Website = Website,
            Description = Description,
            Slug = Slug,
            IrbContact = IrbContact,
        };
}

/// <summary>A new key of a lab.</summary>
public sealed record NewLabToken
{
    /// <summary>What it is for, 1…100 characters.</summary>
    /// <example>nightly download</example>
    public required string Label { get; init; }

    /// <summary>What it may do in the lab's studies.</summary>
    /// <example>readonly</example>
    public required LabRole Role { get; init; }

    /// <summary>What it may do, beside that, in the studies that it is for, such as reading responses; null: nothing.</summary>
    /// <example>null</example>
    public StudyRole? StudyRole { get; init; }

    /// <summary>Days until it expires, 1…3660; absent: until revoked.</summary>
    /// <example>365</example>
    public int? ValidDays { get; init; }

    /// <summary>Whether it can only read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether it shows nothing that identifies families.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>The only studies that it reaches, at most 100; empty: all of the lab's.</summary>
    /// <example>[]</example>
    public IReadOnlyList<Guid> Studies { get; init; } = [];
}
