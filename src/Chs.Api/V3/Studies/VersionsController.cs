using Chs.Application.Paging;
using Chs.Application.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>The versions of a study's protocol, its draft and its log.</summary>
[Route("api/v3/studies/{studyId:guid}"), Tags("Versions")]
public sealed class VersionsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the versions of a study's protocol, newest first.</summary>
    /// <remarks>
    /// Each save of what participants see creates a version, and versions never change. A response refers to the
    /// version with which it was recorded.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of versions.</response>
    [
        HttpGet("versions", Name = "listStudyVersions"),
        ProducesResponseType<Page<StudyVersionItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<StudyVersionItem>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListStudyVersions { StudyId = studyId }), cancellationToken);

    /// <summary>Reads one version.</summary>
    /// <remarks>
    /// With what is wrong with it, what may be a mistake, and the hosts that its text names. Code and stimuli from an
    /// address that can change may be others after the approval: the list says which hosts families' browsers are sent to,
    /// not what these answer.
    /// </remarks>
    /// <response code="200">The protocol as it was saved.</response>
    [
        HttpGet("versions/{number:int}", Name = "getStudyVersion"),
        ProducesResponseType<StudyVersionView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<StudyVersionView>> Read(Guid studyId, int number, CancellationToken cancellationToken) =>
        Answer(new ReadStudyVersion(studyId, number), cancellationToken);

    /// <summary>Compares two versions line by line.</summary>
    /// <remarks>
    /// With the hosts that the later version names and the earlier one doesn't. What a host sends can change without a new
    /// version.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The later version.</param>
    /// <param name="baseNumber">The earlier version. Absent: the one that reviewers approved last, else the one before.</param>
    /// <response code="200">The parts that differ.</response>
    [
        HttpGet("versions/{number:int}/changes", Name = "compareStudyVersions"),
        ProducesResponseType<ProtocolChanges>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<ProtocolChanges>> Compare(
        Guid studyId,
        int number,
        [FromQuery] int? baseNumber,
        CancellationToken cancellationToken
    ) => Answer(new CompareStudyVersions(studyId, number, baseNumber), cancellationToken);

    /// <summary>Submits a draft for review while families continue with the approved version.</summary>
    /// <remarks>
    /// Save the draft with <c>isBesideLive</c> first. A later change of it takes it out of the reviewers' queue,
    /// and so does whatever leaves the study neither active nor paused. Families
    /// continue with the approved version until the draft is approved too. A draft with faults (<c>protocolFaults</c> of
    /// the study) is refused with all of them.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="proposal">What reviewers should know.</param>
    /// <param name="ifMatch">The ETag you read. Without it the draft is submitted whatever changed meanwhile.</param>
    /// <response code="200">The study, whose draft waits for review.</response>
    [
        HttpPut("draft/proposal", Name = "proposeDraft"),
        Consumes("application/json"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<StudyView>> Propose(
        Guid studyId,
        DraftProposal proposal,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new ProposeDraft(studyId, proposal.Comments, ifMatch.Versions), cancellationToken);

    /// <summary>Withdraws the draft from review.</summary>
    /// <remarks>Reviewers get a mail.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the draft is withdrawn whatever changed meanwhile.</param>
    /// <response code="200">The study, whose draft stays.</response>
    [
        HttpDelete("draft/proposal", Name = "withdrawDraft"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<StudyView>> Withdraw(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new WithdrawDraft(studyId, ifMatch.Versions), cancellationToken);

    /// <summary>Approves or declines a draft that was submitted while the study runs.</summary>
    /// <remarks>For site reviewers. Families run an approved draft from their next session on.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="judgement">The decision; researchers can read the comments.</param>
    /// <param name="ifMatch">The ETag you read. Without it the decision is made whatever changed meanwhile.</param>
    /// <response code="200">The study.</response>
    [
        HttpPut("draft/judgement", Name = "judgeDraft"),
        Consumes("application/json"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<StudyView>> Judge(
        Guid studyId,
        DraftJudgement judgement,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new JudgeDraft(studyId, judgement.IsApproved, judgement.Comments, ifMatch.Versions), cancellationToken);

    /// <summary>Discards the draft: the approved version becomes the draft again.</summary>
    /// <remarks>The discarded draft stays among the versions.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the draft is discarded whatever changed meanwhile.</param>
    /// <response code="200">The study, whose draft is the approved version.</response>
    [
        HttpDelete("draft", Name = "discardDraft"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<StudyView>> Discard(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new DiscardDraft(studyId, ifMatch.Versions), cancellationToken);

    /// <summary>Lists the steps of a study's workflow, newest first.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of steps with their comments.</response>
    [
        HttpGet("log", Name = "listStudyLog"),
        ProducesResponseType<Page<StudyLogItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<StudyLogItem>>> Log(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListStudyLog { StudyId = studyId }), cancellationToken);

    /// <summary>Copies a study.</summary>
    /// <remarks>
    /// For whoever may see it, into a lab in which you may create studies. You become the copy's admin; it isn't built
    /// and isn't public.
    /// </remarks>
    /// <response code="201">The copy, in state <c>created</c>.</response>
    [
        HttpPost("clone", Name = "cloneStudy"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<StudyView>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public Task<ActionResult<StudyView>> Clone(Guid studyId, StudyCopy copy, CancellationToken cancellationToken) =>
        AnswerCreated(
            new CloneStudy(studyId, copy.LabId),
            created => $"/api/v3/studies/{created.Id}",
            cancellationToken
        );
}

/// <summary>A copy of a study.</summary>
public sealed record StudyCopy
{
    /// <summary>The copy's lab; absent: the original's.</summary>
    public Guid? LabId { get; init; }
}

/// <summary>A draft for review.</summary>
public sealed record DraftProposal
{
    /// <summary>At most 10,000 characters.</summary>
    /// <example>Shortened the second block; nothing else changed.</example>
    public string Comments { get; init; } = "";
}

/// <summary>A reviewer's decision about a draft.</summary>
public sealed record DraftJudgement
{
    /// <summary>Whether families get the draft.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>At most 10,000 characters.</summary>
    /// <example>Fine as it is.</example>
    public string Comments { get; init; } = "";
}
