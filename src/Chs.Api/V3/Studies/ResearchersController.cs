using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>Who works on a study, and what they may do.</summary>
[Route("api/v3/studies/{studyId:guid}"), Tags("Researchers")]
public sealed class ResearchersController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists who works on a study, or which members of its lab could.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="areCandidates">True: active members of the lab who have no role in the study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="match">Words, at least one of which must be in a name; case doesn't matter.</param>
    /// <response code="200">A page of people, by family name.</response>
    [
        HttpGet("researchers", Name = "listStudyResearchers"),
        ProducesResponseType<Page<StudyResearcherItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<StudyResearcherItem>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        [FromQuery] bool areCandidates = false,
        [FromQuery] string? match = null,
        CancellationToken cancellationToken = default
    ) =>
        Answer(
            page.For(
                new ListStudyResearchers
                {
                    StudyId = studyId,
                    AreCandidates = areCandidates,
                    Match = match,
                }
            ),
            cancellationToken
        );

    /// <summary>Gives a member of the study's lab a role in it.</summary>
    /// <remarks>
    /// The role replaces those that the person had. The last admin stays admin. The person gets a mail.
    /// </remarks>
    /// <response code="204">The person has the role.</response>
    [
        HttpPut("researchers/{accountId:guid}", Name = "setStudyRole"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult> SetRole(
        Guid studyId,
        Guid accountId,
        NewStudyRole role,
        CancellationToken cancellationToken
    ) => AnswerNothing(new SetStudyRole(studyId, accountId, role.Role), cancellationToken);

    /// <summary>Gives many members of the study's lab roles in it.</summary>
    /// <remarks>
    /// Everybody gets their role, or nobody does; people whom you don't name keep theirs. Faults have the codes that
    /// <c>setStudyRole</c> would answer. The people get mails.
    /// </remarks>
    /// <response code="204">The people have the roles.</response>
    [
        HttpPut("researchers", Name = "setStudyRoles"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public Task<ActionResult> SetRoles(Guid studyId, NewStudyRoles roles, CancellationToken cancellationToken) =>
        AnswerNothing(new SetStudyRoles(studyId, roles.Roles), cancellationToken);

    /// <summary>Removes a researcher from a study.</summary>
    /// <remarks>You may always leave, but the last admin must stay. What a role in the lab allows remains.</remarks>
    /// <response code="204">The person has no role in the study.</response>
    [
        HttpDelete("researchers/{accountId:guid}", Name = "removeStudyResearcher"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult> Remove(Guid studyId, Guid accountId, CancellationToken cancellationToken) =>
        AnswerNothing(new RemoveStudyResearcher(studyId, accountId), cancellationToken);

    /// <summary>Lists what somebody may do with a study, and why.</summary>
    /// <remarks>The rights of the account: a token with a scope may do less, as <c>nextSteps</c> of the study says.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="accountId">The person; absent: you. Others may be named by whoever manages the study's researchers.</param>
    /// <response code="200">Every right, whether it is held, and every reason.</response>
    [HttpGet("rights", Name = "getRights"), ProducesResponseType<EffectiveRights>(200), Problems(400, 401, 403, 404)]
    public Task<ActionResult<EffectiveRights>> Rights(
        Guid studyId,
        [FromQuery] Guid? accountId,
        CancellationToken cancellationToken
    ) => Answer(new ReadRights(studyId, accountId), cancellationToken);
}

/// <summary>Roles of people in a study.</summary>
public sealed record NewStudyRoles
{
    /// <summary>1…200, each person once.</summary>
    public required IReadOnlyList<StudyRoleEntry> Roles { get; init; }
}

/// <summary>A role in a study.</summary>
public sealed record NewStudyRole
{
    /// <example>researcher</example>
    public required StudyRole Role { get; init; }
}
