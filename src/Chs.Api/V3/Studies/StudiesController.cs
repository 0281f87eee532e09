using Chs.Application.Builds;
using Chs.Application.Eligibility;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>Studies as researchers see them.</summary>
[Route("api/v3/studies"), Tags("Studies")]
public sealed class StudiesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the studies that you may see, by name.</summary>
    /// <response code="200">A page of studies.</response>
    [HttpGet(Name = "listStudies"), ProducesResponseType<Page<StudyListItem>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<StudyListItem>>> List(
        [FromQuery] ListStudies query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Creates a study in one of your labs.</summary>
    /// <response code="201">The study, in state <c>created</c>.</response>
    [
        HttpPost(Name = "createStudy"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<StudyView>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public Task<ActionResult<StudyView>> Create(NewStudy study, CancellationToken cancellationToken) =>
        AnswerCreated(
            new CreateStudy(study.LabId, study.Study, study.Type),
            view => $"/api/v3/studies/{view.Id}",
            cancellationToken
        );

    /// <summary>Reads a study.</summary>
    /// <response code="200">The study with its draft.</response>
    [HttpGet("{studyId:guid}", Name = "getStudy"), ProducesResponseType<StudyView>(200), Problems(401, 403, 404)]
    public Task<ActionResult<StudyView>> Read(Guid studyId, CancellationToken cancellationToken) =>
        Answer(new ReadStudy(studyId), cancellationToken);

    /// <summary>Changes a study.</summary>
    /// <remarks>
    /// A change of what reviewers approved sends the study back for review (<c>sentBack</c>), unless the site calls it
    /// low-risk; a change of a proposed draft takes it out of the reviewers' queue. The answer's <c>warnings</c> tell it. A
    /// runner's repository and commit are looked up: if they don't exist, the change is refused; if the code host doesn't
    /// answer, the study comes with a warning. A protocol with faults is saved, and <c>protocolFaults</c> names them; while
    /// reviewers look at the study (<c>submitted</c>) it is refused.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="study">
    /// What changes, as a merge patch (RFC 7396): what you leave out stays, also within <c>ages</c> and <c>external</c>;
    /// null clears what may be null; a list replaces the one that was there.
    /// </param>
    /// <param name="ifMatch">The ETag you read, or <c>*</c> for any version.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpPatch("{studyId:guid}", Name = "updateStudy"),
        VersionNeeded,
        MergePatch,
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415, 428)
    ]
    public Task<ActionResult<StudyView>> Update(
        Guid studyId,
        StudyInput study,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateStudy(studyId, study, ifMatch.Versions), cancellationToken);

    /// <summary>Deletes a study that no family has opened.</summary>
    /// <remarks>
    /// For its admins. Its previews are deleted too; audit entries stay. A study in which families took part is
    /// archived instead.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read, or <c>*</c> for any version.</param>
    /// <response code="204">The study is deleted.</response>
    [
        HttpDelete("{studyId:guid}", Name = "deleteStudy"),
        VersionNeeded,
        ProducesResponseType(204),
        Problems(400, 401, 403, 404, 409, 412, 428)
    ]
    public Task<ActionResult> Delete(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => AnswerNothing(new DeleteStudy(studyId, ifMatch.Versions), cancellationToken);

    /// <summary>Sets a study's picture, which must be square.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpPut("{studyId:guid}/image", Name = "setStudyImage"),
        Picture,
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public async Task<ActionResult<StudyView>> SetImage(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) =>
        await Answer(
            new SetStudyImage(studyId, await PictureAttribute.ReadAsync(HttpContext), ifMatch.Versions),
            cancellationToken
        );

    /// <summary>Removes a study's picture.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpDelete("{studyId:guid}/image", Name = "deleteStudyImage"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 412)
    ]
    public Task<ActionResult<StudyView>> RemoveImage(
        Guid studyId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new SetStudyImage(studyId, null, ifMatch.Versions), cancellationToken);

    /// <summary>Deletes the responses of a study's previews, and its test participants.</summary>
    /// <remarks>The videos of these responses are deleted seven days later.</remarks>
    /// <response code="200">How many were deleted.</response>
    [
        HttpDelete("{studyId:guid}/previews", Name = "deletePreviews"),
        ProducesResponseType<DeletedPreviews>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<DeletedPreviews>> DeletePreviews(Guid studyId, CancellationToken cancellationToken) =>
        Answer(new DeletePreviews(studyId), cancellationToken);

    /// <summary>Checks whether an experiment runner can be built.</summary>
    /// <remarks>For researchers. Only code hosts that the operator allows are asked.</remarks>
    /// <param name="repository">Address of its source; absent: the site's default.</param>
    /// <param name="commit">40 hex digits; absent: the newest.</param>
    /// <response code="200">The findings. Without faults it can be built.</response>
    [
        HttpGet("/api/v3/runner-check", Name = "checkRunner"),
        ProducesResponseType<RunnerFindings>(200),
        Problems(400, 401, 403)
    ]
    public Task<ActionResult<RunnerFindings>> CheckRunner(
        [FromQuery] string? repository,
        [FromQuery] string? commit,
        CancellationToken cancellationToken
    ) => Answer(new CheckRunner(repository, commit), cancellationToken);

    /// <summary>Judges a child that doesn't exist by a study's rules, or by rules that aren't saved yet.</summary>
    /// <remarks>Changes nothing, and tells of no family.</remarks>
    /// <response code="200">Whether such a child would be eligible, and why.</response>
    [
        HttpPost("{studyId:guid}/eligibility-checks", Name = "checkEligibility"),
        Consumes("application/json"),
        ProducesResponseType<EligibilityCheck>(200),
        Problems(400, 401, 403, 404, 415)
    ]
    public Task<ActionResult<EligibilityCheck>> CheckEligibility(
        Guid studyId,
        EligibilityQuestion question,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new CheckEligibility(studyId, question.Child, question.Ages, question.CriteriaExpression),
            cancellationToken
        );

    /// <summary>Takes a study one step along its workflow.</summary>
    /// <remarks>
    /// The answer lists the steps that you may take next. <c>submit</c> and <c>resubmit</c> are two names of one step, of
    /// which the first time only <c>submit</c> is understood, and later <c>resubmit</c> is offered. Only site reviewers
    /// approve and reject. A study whose protocol has faults isn't submitted, and one that browsers can't read isn't
    /// activated: <c>errors</c> lists the faults, with pointers into the study. A step after which the study is neither
    /// active nor paused takes a proposed draft out of the reviewers' queue: <c>warnings</c> tell it.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="step">The step, with comments that researchers can read.</param>
    /// <param name="ifMatch">The ETag you read. Without it the step is taken whatever changed meanwhile.</param>
    /// <response code="200">The new state, also for a repetition with the same <c>Idempotency-Key</c>.</response>
    [HttpPost("{studyId:guid}/steps", Name = "moveStudy"), Idempotent, Consumes("application/json")]
    [ProducesResponseType<StudyStatus>(200), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<StudyStatus>> Move(
        Guid studyId,
        StudyStep step,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new MoveStudy(studyId, step.Step, step.Comments, ifMatch.Versions, step.Declarations),
            cancellationToken
        );
}

/// <summary>Studies as families see them.</summary>
[Route("api/v3/open-studies"), Tags("Taking part")]
public sealed class OpenStudiesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists studies that families can take part in now.</summary>
    /// <remarks>
    /// Needs no log-in, and answers everybody alike; <c>listMyOpenStudies</c> knows the family's children. The order says
    /// nothing about studies and stays the same, so that a list can be read page by page; of a lab, those come first that it
    /// wants to be seen first.
    /// </remarks>
    /// <response code="200">A page of studies.</response>
    [HttpGet(Name = "listOpenStudies"), SameForAll, ProducesResponseType<Page<OpenStudyListItem>>(200), Problems(400)]
    public Task<ActionResult<Page<OpenStudyListItem>>> List(
        [FromQuery] ListOpenStudies query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Reads a study that families can take part in now.</summary>
    /// <remarks>
    /// Needs no log-in. It also reads studies that are in no list, for those who have their link. A study that took
    /// families before and doesn't now answers 409 <c>study.not_active</c>, and <c>detail</c> says whom to ask; one that
    /// never did, or that is archived, is as if it didn't exist.
    /// </remarks>
    /// <response code="200">The study as its page shows it.</response>
    [
        HttpGet("{studyId:guid}", Name = "getOpenStudy"),
        SameForAll,
        ProducesResponseType<OpenStudyView>(200),
        Problems(404, 409)
    ]
    public Task<ActionResult<OpenStudyView>> Read(Guid studyId, CancellationToken cancellationToken) =>
        Answer(new ReadOpenStudy(studyId), cancellationToken);
}

/// <summary>Studies as a family sees them, with its children.</summary>
[Route("api/v3/me/open-studies"), Tags("Taking part")]
public sealed class OwnOpenStudiesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists studies that your family can take part in now, and why each child is eligible, or isn't.</summary>
    /// <remarks>
    /// Each family has an order of its own, which stays the same. Families may take part in any case: not being eligible is
    /// a notice, never a barrier.
    /// </remarks>
    /// <response code="200">A page of studies.</response>
    [
        HttpGet(Name = "listMyOpenStudies"),
        ProducesResponseType<Page<OwnOpenStudyListItem>>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<Page<OwnOpenStudyListItem>>> List(
        [FromQuery] ListOwnOpenStudies query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Reads a study that your family can take part in now, and why each child is eligible, or isn't.</summary>
    /// <remarks>
    /// It also reads studies that are in no list, for those who have their link; others are answered as by
    /// <c>getOpenStudy</c>.
    /// </remarks>
    /// <response code="200">The study as its page shows it, and your children.</response>
    [
        HttpGet("{studyId:guid}", Name = "getMyOpenStudy"),
        ProducesResponseType<OwnOpenStudyView>(200),
        Problems(401, 404, 409)
    ]
    public Task<ActionResult<OwnOpenStudyView>> Read(Guid studyId, CancellationToken cancellationToken) =>
        Answer(new ReadOwnOpenStudy(studyId), cancellationToken);
}

/// <summary>A child to be judged, and by which rules.</summary>
public sealed record EligibilityQuestion
{
    public required HypotheticalChild Child { get; init; }

    /// <summary>Ages instead of the study's; absent parts are those of the study.</summary>
    public AgeRangeInput? Ages { get; init; }

    /// <summary>A criteria expression instead of the study's.</summary>
    /// <example>speaks_es AND NOT deaf</example>
    public string? CriteriaExpression { get; init; }
}

/// <summary>A new study.</summary>
public sealed record NewStudy
{
    /// <summary>A lab in which you may create studies.</summary>
    public required Guid LabId { get; init; }

    /// <summary>How it is run; can't be changed later.</summary>
    /// <example>jsPsych</example>
    public StudyType Type { get; init; } = StudyType.JsPsych;

    /// <summary>Only its name is required. Texts that you leave out are empty, all ages fit, and families find it in lists.</summary>
    /// <example>{ "name": "Faces and voices", "previewSummary": "Your child hears a voice and picks a face." }</example>
    public required StudyInput Study { get; init; }
}

/// <summary>One step of a study's workflow.</summary>
public sealed record StudyStep
{
    /// <example>submit</example>
    public required StudyTrigger Step { get; init; }

    /// <example>Shortened the second block, as asked.</example>
    public string Comments { get; init; } = "";

    /// <summary>For a submission: what reviewers should know.</summary>
    public Declarations? Declarations { get; init; }
}
