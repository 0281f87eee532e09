using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>With whom a study is previewed.</summary>
[Route("api/v3/studies/{studyId:guid}/test-participants"), Tags("Studies")]
public sealed class TestParticipantsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists a study's test participants, youngest first.</summary>
    /// <remarks>Whoever may preview the study sees and uses all of them.</remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of test participants.</response>
    [
        HttpGet(Name = "listTestParticipants"),
        ProducesResponseType<Page<TestParticipantView>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<TestParticipantView>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListTestParticipants { StudyId = studyId }), cancellationToken);

    /// <summary>Makes a participant of any age with whom the study is previewed.</summary>
    /// <remarks>
    /// For whoever may preview the study: send its id as <c>childId</c> to <c>startResponse</c> with <c>isPreview</c>. It
    /// stands among nobody's children, takes part in no other study, and is deleted with the study's previews.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="participant">Only the birthday is required.</param>
    /// <response code="201">The test participant.</response>
    [
        HttpPost(Name = "createTestParticipant"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<TestParticipantView>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public Task<ActionResult<TestParticipantView>> Create(
        Guid studyId,
        NewTestParticipant participant,
        CancellationToken cancellationToken
    ) => AnswerCreated(new CreateTestParticipant(studyId, participant.ToInput()), _ => null, cancellationToken);

    /// <summary>Deletes a test participant.</summary>
    /// <remarks>Its previews stay until <c>deletePreviews</c> deletes the study's.</remarks>
    /// <response code="204">The test participant is deleted.</response>
    [
        HttpDelete("{testParticipantId:guid}", Name = "deleteTestParticipant"),
        ProducesResponseType(204),
        Problems(401, 403, 404, 412)
    ]
    public Task<ActionResult> Delete(Guid studyId, Guid testParticipantId, CancellationToken cancellationToken) =>
        AnswerNothing(new DeleteTestParticipant(studyId, testParticipantId), cancellationToken);
}

/// <summary>A new participant with whom a study is previewed.</summary>
[ValidatedAs(typeof(ChildInput))]
public sealed record NewTestParticipant
{
    /// <summary>What experiments call it. 1…255 characters.</summary>
    /// <example>Mika</example>
    public string GivenName { get; init; } = "Test";

    /// <summary>Any day until today, also an adult's.</summary>
    /// <example>2023-05-17</example>
    public required DateOnly Birthday { get; init; }

    /// <example>noAnswer</example>
    public Gender Gender { get; init; } = Gender.NoAnswer;

    /// <summary>Only with the gender <c>open</c>.</summary>
    public string GenderSelfDescribe { get; init; } = "";

    /// <summary>At birth. 0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null: not sure.</summary>
    /// <example>16</example>
    public int? GestationalAge { get; init; }

    public string AdditionalInformation { get; init; } = "";

    /// <summary>Each one of those that <c>getSite</c> lists.</summary>
    /// <example>["multiple_birth"]</example>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Each one of those that <c>getSite</c> lists.</summary>
    /// <example>["en"]</example>
    public IReadOnlyList<string> Languages { get; init; } = [];

    internal ChildInput ToInput() =>
        new()
        {
            GivenName = GivenName,
            Birthday = Birthday,
            Gender = Gender,
            GenderSelfDescribe = GenderSelfDescribe,
            GestationalAge = GestationalAge,
            AdditionalInformation = AdditionalInformation,
            Conditions = Conditions,
            Languages = Languages,
        };
}
