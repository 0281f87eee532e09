using Chs.Application.Pipeline;
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
    [HttpGet(Name = "listStudies"), ProducesResponseType<Page<StudyListItem>>(200), Problems(400, 401)]
    public Task<ActionResult<Page<StudyListItem>>> List([FromQuery] ListStudies query, CancellationToken cancellationToken) => Answer(query, cancellationToken);

    /// <summary>Starts a study in one of your labs.</summary>
    /// <response code="201">The study, in state <c>created</c>.</response>
    [HttpPost(Name = "createStudy"), Idempotent, Consumes("application/json"), ProducesResponseType<StudyView>(201), Problems(400, 401, 403, 404, 409, 415)]
    public Task<ActionResult<StudyView>> Create(NewStudy study, CancellationToken cancellationToken) =>
        AnswerCreated(new CreateStudy(study.LabId, study.Study, study.Type), created => $"/api/v3/studies/{created.Id}", cancellationToken);

    /// <summary>Reads a study.</summary>
    /// <response code="200">The study with its draft.</response>
    [HttpGet("{id:guid}", Name = "readStudy"), ProducesResponseType<StudyView>(200), Problems(401, 404)]
    public Task<ActionResult<StudyView>> Read(Guid id, CancellationToken cancellationToken) => Answer(new ReadStudy(id), cancellationToken);

    /// <summary>Changes a study.</summary>
    /// <remarks>Send the ETag of the version you read. Changing what families see sends an approved study back to review.</remarks>
    /// <param name="id">The study.</param>
    /// <param name="study">What changes; what you leave out stays.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The study after the change.</response>
    [HttpPatch("{id:guid}", Name = "updateStudy"), Consumes("application/json"), ProducesResponseType<StudyView>(200), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<StudyView>> Update(Guid id, StudyInput study, [FromHeader(Name = "If-Match")] IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new UpdateStudy(id, study, ifMatch.Version), cancellationToken);

    /// <summary>Takes a study one step along its work flow.</summary>
    /// <remarks>The answer lists the steps that may follow. Approving and rejecting are for site reviewers.</remarks>
    /// <param name="id">The study.</param>
    /// <param name="step">The step and what is said with it; researchers read the comments.</param>
    /// <param name="ifMatch">The ETag you read. Without it the step is taken whatever changed meanwhile.</param>
    /// <response code="200">The new state. Also the answer to a repetition with the same <c>Idempotency-Key</c>.</response>
    [HttpPost("{id:guid}/steps", Name = "moveStudy"), Idempotent, Consumes("application/json")]
    [ProducesResponseType<StudyStatus>(200), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<StudyStatus>> Move(Guid id, StudyStep step, [FromHeader(Name = "If-Match")] IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new MoveStudy(id, step.Step, step.Comments, ifMatch.Version), cancellationToken);
}

/// <summary>Studies as families see them.</summary>
[Route("api/v3/open-studies"), Tags("Taking part")]
public sealed class OpenStudiesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists studies that families can take part in now, newest first.</summary>
    /// <remarks>Needs no log-in.</remarks>
    /// <response code="200">A page of studies.</response>
    [HttpGet(Name = "listOpenStudies"), ProducesResponseType<Page<OpenStudyItem>>(200), Problems(400)]
    public Task<ActionResult<Page<OpenStudyItem>>> List([FromQuery] ListOpenStudies query, CancellationToken cancellationToken) => Answer(query, cancellationToken);
}

/// <summary>A study to be started.</summary>
public sealed record NewStudy
{
    /// <summary>A lab in which you may make studies.</summary>
    public required Guid LabId { get; init; }

    /// <summary>How it is run; fixed from then on.</summary>
    /// <example>jsPsych</example>
    public StudyType Type { get; init; } = StudyType.JsPsych;

    public required StudyInput Study { get; init; }
}

/// <summary>One step of a study's work flow.</summary>
public sealed record StudyStep
{
    /// <example>submit</example>
    public required StudyTrigger Step { get; init; }

    /// <example>Shortened the second block, as asked.</example>
    public string Comments { get; init; } = "";
}
