using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>What a study's protocol was, and what changed.</summary>
[Route("api/v3/studies/{studyId:guid}"), Tags("Versions")]
public sealed class VersionsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the versions of a study's protocol, newest first.</summary>
    /// <remarks>Each save of what participants see is a version, and none is ever changed. Responses keep the one that they were made with.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of versions.</response>
    [
        HttpGet("versions", Name = "listStudyVersions"),
        ProducesResponseType<Page<StudyVersionItem>>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<Page<StudyVersionItem>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new ListStudyVersions
            {
                StudyId = studyId,
                Cursor = page.Cursor,
                Limit = page.Limit,
            },
            cancellationToken
        );

    /// <summary>Reads one version.</summary>
    /// <response code="200">The protocol as it was saved.</response>
    [
        HttpGet("versions/{number:int}", Name = "readStudyVersion"),
        ProducesResponseType<StudyVersionView>(200),
        Problems(401, 404)
    ]
    public Task<ActionResult<StudyVersionView>> Read(Guid studyId, int number, CancellationToken cancellationToken) =>
        Answer(new ReadStudyVersion(studyId, number), cancellationToken);

    /// <summary>Says what changed from one version to another, line by line.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The later version.</param>
    /// <param name="since">The earlier one. Absent: the one that reviewers approved last, or else the one before.</param>
    /// <response code="200">The parts that differ.</response>
    [
        HttpGet("versions/{number:int}/changes", Name = "compareStudyVersions"),
        ProducesResponseType<ProtocolChanges>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<ProtocolChanges>> Compare(
        Guid studyId,
        int number,
        [FromQuery] int? since,
        CancellationToken cancellationToken
    ) => Answer(new CompareStudyVersions(studyId, number, since), cancellationToken);

    /// <summary>Asks reviewers for the draft beside what families run.</summary>
    /// <remarks>Save the draft with <c>besideLive</c> first. Families go on with the approved version until this one is approved too.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="proposal">What reviewers should know.</param>
    /// <param name="ifMatch">The ETag you read. Without it the draft is proposed whatever changed meanwhile.</param>
    /// <response code="200">The study, whose draft waits.</response>
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
    ) => Answer(new ProposeDraft(studyId, proposal.Comments, ifMatch.Version), cancellationToken);

    /// <summary>Takes the question for the draft back.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the question is taken back whatever changed meanwhile.</param>
    /// <response code="200">The study, whose draft stays.</response>
    [
        HttpDelete("draft/proposal", Name = "withdrawDraft"),
        ProducesResponseType<StudyView>(200),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<StudyView>> Withdraw(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new WithdrawDraft(studyId, ifMatch.Version), cancellationToken);

    /// <summary>Approves or declines the draft that waits beside what families run.</summary>
    /// <remarks>For site reviewers. An approved draft is what families run from their next session on.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="judgement">The answer; researchers read the comments.</param>
    /// <param name="ifMatch">The ETag you read. Without it the answer counts whatever changed meanwhile.</param>
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
    ) => Answer(new JudgeDraft(studyId, judgement.Approve, judgement.Comments, ifMatch.Version), cancellationToken);

    /// <summary>Makes what was approved the draft again.</summary>
    /// <remarks>The draft stays among the versions.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the draft is discarded whatever changed meanwhile.</param>
    /// <response code="200">The study with the draft that says what was approved.</response>
    [
        HttpDelete("draft", Name = "discardDraft"),
        ProducesResponseType<StudyView>(200),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<StudyView>> Discard(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new DiscardDraft(studyId, ifMatch.Version), cancellationToken);

    /// <summary>Lists the steps in a study's life, newest first.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of steps with what was said.</response>
    [
        HttpGet("log", Name = "listStudyLog"),
        ProducesResponseType<Page<StudyLogItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<StudyLogItem>>> Log(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new ListStudyLog
            {
                StudyId = studyId,
                Cursor = page.Cursor,
                Limit = page.Limit,
            },
            cancellationToken
        );

    /// <summary>Copies a study.</summary>
    /// <remarks>For whoever may see it, into a lab in which you may make studies. You are the copy's admin; it isn't built and not public.</remarks>
    /// <response code="201">The copy, in state <c>created</c>.</response>
    [
        HttpPost("clone", Name = "cloneStudy"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<StudyView>(201),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<StudyView>> Clone(Guid studyId, StudyCopy copy, CancellationToken cancellationToken) =>
        AnswerCreated(
            new CloneStudy(studyId, copy.LabId),
            created => $"/api/v3/studies/{created.Id}",
            cancellationToken
        );
}

/// <summary>A copy to be made.</summary>
public sealed record StudyCopy
{
    /// <summary>Where to; absent: the original's lab.</summary>
    public Guid? LabId { get; init; }
}

/// <summary>A draft to be approved.</summary>
public sealed record DraftProposal
{
    /// <summary>At most 10,000 characters.</summary>
    /// <example>Shortened the second block; nothing else changed.</example>
    public string Comments { get; init; } = "";
}

/// <summary>A reviewer's answer about a draft.</summary>
public sealed record DraftJudgement
{
    /// <summary>Whether families get it.</summary>
    public required bool Approve { get; init; }

    /// <summary>At most 10,000 characters.</summary>
    /// <example>Fine as it is.</example>
    public string Comments { get; init; } = "";
}
