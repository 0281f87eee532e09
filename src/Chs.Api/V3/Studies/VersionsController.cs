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
    [HttpGet("versions", Name = "listStudyVersions"), ProducesResponseType<Page<StudyVersionItem>>(200), Problems(400, 401, 404)]
    public Task<ActionResult<Page<StudyVersionItem>>> List(Guid studyId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListStudyVersions { StudyId = studyId, Cursor = page.Cursor, Limit = page.Limit }, cancellationToken);

    /// <summary>Reads one version.</summary>
    /// <response code="200">The protocol as it was saved.</response>
    [HttpGet("versions/{number:int}", Name = "readStudyVersion"), ProducesResponseType<StudyVersionView>(200), Problems(401, 404)]
    public Task<ActionResult<StudyVersionView>> Read(Guid studyId, int number, CancellationToken cancellationToken) => Answer(new ReadStudyVersion(studyId, number), cancellationToken);

    /// <summary>Says what changed from one version to another, line by line.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The later version.</param>
    /// <param name="since">The earlier one. Absent: the one that reviewers approved last, or else the one before.</param>
    /// <response code="200">The parts that differ.</response>
    [HttpGet("versions/{number:int}/changes", Name = "compareStudyVersions"), ProducesResponseType<ProtocolChanges>(200), Problems(400, 401, 404)]
    public Task<ActionResult<ProtocolChanges>> Compare(Guid studyId, int number, [FromQuery] int? since, CancellationToken cancellationToken) => Answer(new CompareStudyVersions(studyId, number, since), cancellationToken);

    /// <summary>Lists the steps in a study's life, newest first.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of steps with what was said.</response>
    [HttpGet("log", Name = "listStudyLog"), ProducesResponseType<Page<StudyLogItem>>(200), Problems(400, 401, 403, 404)]
    public Task<ActionResult<Page<StudyLogItem>>> Log(Guid studyId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListStudyLog { StudyId = studyId, Cursor = page.Cursor, Limit = page.Limit }, cancellationToken);

    /// <summary>Copies a study.</summary>
    /// <remarks>For whoever may see it, into a lab in which you may make studies. You are the copy's admin; it isn't built and not public.</remarks>
    /// <response code="201">The copy, in state <c>created</c>.</response>
    [HttpPost("clone", Name = "cloneStudy"), Idempotent, Consumes("application/json"), ProducesResponseType<StudyView>(201), Problems(400, 401, 403, 404, 409, 412, 415)]
    public Task<ActionResult<StudyView>> Clone(Guid studyId, StudyCopy copy, CancellationToken cancellationToken) =>
        AnswerCreated(new CloneStudy(studyId, copy.LabId), created => $"/api/v3/studies/{created.Id}", cancellationToken);
}

/// <summary>A copy to be made.</summary>
public sealed record StudyCopy
{
    /// <summary>Where to; absent: the original's lab.</summary>
    public Guid? LabId { get; init; }
}
