using Chs.Application.Paging;
using Chs.Application.Pipeline;
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
    [HttpGet(Name = "listStudies"), ProducesResponseType<Page<StudyListItem>>(200), Problems(400, 401)]
    public Task<ActionResult<Page<StudyListItem>>> List(
        [FromQuery] ListStudies query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Starts a study in one of your labs.</summary>
    /// <response code="201">The study, in state <c>created</c>.</response>
    [
        HttpPost(Name = "createStudy"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<StudyView>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public async Task<ActionResult<StudyView>> Create(NewStudy study, CancellationToken cancellationToken)
    {
        var runner = await RunnerOfAsync(study.Study, cancellationToken);
        return runner.Failed
            ? Refused(runner.Error)
            : With(
                runner.Value,
                await AnswerCreated(
                    new CreateStudy(study.LabId, study.Study, study.Type),
                    created => $"/api/v3/studies/{created.Id}",
                    cancellationToken
                )
            );
    }

    /// <summary>Reads a study.</summary>
    /// <response code="200">The study with its draft.</response>
    [HttpGet("{id:guid}", Name = "readStudy"), ProducesResponseType<StudyView>(200), Problems(401, 404)]
    public Task<ActionResult<StudyView>> Read(Guid id, CancellationToken cancellationToken) =>
        Answer(new ReadStudy(id), cancellationToken);

    /// <summary>Changes a study.</summary>
    /// <remarks>Changing what reviewers approved sends an approved study back to them, but for what the site calls low-risk. A runner's repository and commit are looked up: what isn't there is refused; a host that doesn't answer leads to a warning.</remarks>
    /// <param name="id">The study.</param>
    /// <param name="study">What changes; what you leave out stays.</param>
    /// <param name="ifMatch">The ETag you read, or <c>*</c> for whatever there is.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpPatch("{id:guid}", Name = "updateStudy"),
        VersionNeeded,
        Consumes("application/json"),
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415, 428)
    ]
    public async Task<ActionResult<StudyView>> Update(
        Guid id,
        StudyInput study,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    )
    {
        var runner = await RunnerOfAsync(study, cancellationToken);
        return runner.Failed
            ? Refused(runner.Error)
            : With(runner.Value, await Answer(new UpdateStudy(id, study, ifMatch.Version), cancellationToken));
    }

    /// <summary>Deletes a study in which nobody took part.</summary>
    /// <remarks>For its admins; its previews go with it. What was audited stays. A study in which families took part is archived instead.</remarks>
    /// <param name="id">The study.</param>
    /// <param name="ifMatch">The ETag you read, or <c>*</c> for whatever there is.</param>
    /// <response code="204">It is gone.</response>
    [
        HttpDelete("{id:guid}", Name = "deleteStudy"),
        VersionNeeded,
        ProducesResponseType(204),
        Problems(401, 403, 404, 409, 412, 428)
    ]
    public Task<ActionResult> Delete(
        Guid id,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => AnswerNothing(new DeleteStudy(id, ifMatch.Version), cancellationToken);

    /// <summary>Gives a study a square picture.</summary>
    /// <param name="id">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpPut("{id:guid}/image", Name = "setStudyImage"),
        Picture,
        ProducesResponseType<StudyView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public async Task<ActionResult<StudyView>> SetImage(
        Guid id,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) =>
        await Answer(
            new SetStudyImage(id, await PictureAttribute.ReadAsync(HttpContext), ifMatch.Version),
            cancellationToken
        );

    /// <summary>Takes a study's picture away.</summary>
    /// <param name="id">The study.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The study after the change.</response>
    [
        HttpDelete("{id:guid}/image", Name = "removeStudyImage"),
        ProducesResponseType<StudyView>(200),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult<StudyView>> RemoveImage(
        Guid id,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new SetStudyImage(id, null, ifMatch.Version), cancellationToken);

    /// <summary>Deletes what was recorded in tries of a study.</summary>
    /// <remarks>Films of them are deleted seven days later.</remarks>
    /// <response code="200">How many sessions are gone.</response>
    [
        HttpDelete("{id:guid}/previews", Name = "deletePreviews"),
        ProducesResponseType<DeletedPreviews>(200),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult<DeletedPreviews>> DeletePreviews(Guid id, CancellationToken cancellationToken) =>
        Answer(new DeletePreviews(id), cancellationToken);

    /// <summary>Says whether a runner can be built.</summary>
    /// <remarks>For researchers. Only hosts that the operator allows are asked.</remarks>
    /// <param name="repository">Address of its source; absent: the site's usual one.</param>
    /// <param name="commit">40 hex digits; absent: the newest.</param>
    /// <response code="200">What was found out. No faults: it can be built.</response>
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

    /// <summary>What is to be said about the runner that a study names; refused when it can't be built.</summary>
    async Task<Domain.Outcome<RunnerFindings>> RunnerOfAsync(StudyInput study, CancellationToken cancellationToken)
    {
        // Malformed values are refused with all other faults of the study.
        if (
            (study.RunnerRepository ?? study.RunnerCommit) is null
            || (
                !string.IsNullOrEmpty(study.RunnerCommit)
                && !Domain.Builds.ExperimentRunnerSource.IsCommit(study.RunnerCommit)
            )
        )
            return new RunnerFindings([], []);
        var found = await Mediator.Send(new CheckRunner(study.RunnerRepository, study.RunnerCommit), cancellationToken);
        return found is { Failed: false, Value.Faults: { Count: > 0 } faults } ? Domain.Error.Invalid(faults) : found;
    }

    static ActionResult<StudyView> With(RunnerFindings runner, ActionResult<StudyView> answer)
    {
        if (runner.Warnings is not [] && answer.Result is ObjectResult { Value: StudyView view } shown)
            shown.Value = view with { Warnings = runner.Warnings };
        return answer;
    }

    /// <summary>Takes a study one step along its work flow.</summary>
    /// <remarks>The answer lists the steps that may follow. Approving and rejecting are for site reviewers.</remarks>
    /// <param name="id">The study.</param>
    /// <param name="step">The step and what is said with it; researchers read the comments.</param>
    /// <param name="ifMatch">The ETag you read. Without it the step is taken whatever changed meanwhile.</param>
    /// <response code="200">The new state. Also the answer to a repetition with the same <c>Idempotency-Key</c>.</response>
    [HttpPost("{id:guid}/steps", Name = "moveStudy"), Idempotent, Consumes("application/json")]
    [ProducesResponseType<StudyStatus>(200), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<StudyStatus>> Move(
        Guid id,
        StudyStep step,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new MoveStudy(id, step.Step, step.Comments, ifMatch.Version, step.Declarations), cancellationToken);
}

/// <summary>Studies as families see them.</summary>
[Route("api/v3/open-studies"), Tags("Taking part")]
public sealed class OpenStudiesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists studies that families can take part in now, newest first.</summary>
    /// <remarks>Needs no log-in.</remarks>
    /// <response code="200">A page of studies.</response>
    [HttpGet(Name = "listOpenStudies"), ProducesResponseType<Page<OpenStudyItem>>(200), Problems(400)]
    public Task<ActionResult<Page<OpenStudyItem>>> List(
        [FromQuery] ListOpenStudies query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);
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

    /// <summary>With a submission: what reviewers should know.</summary>
    public Declarations? Declarations { get; init; }
}
