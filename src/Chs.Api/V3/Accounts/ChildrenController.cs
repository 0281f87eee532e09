using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Your children.</summary>
[Route("api/v3/children"), Tags("Children")]
public sealed class ChildrenController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists your children, youngest first.</summary>
    /// <response code="200">A page of children.</response>
    [HttpGet(Name = "listChildren"), ProducesResponseType<Page<ChildView>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<ChildView>>> List(
        [FromQuery] ListChildren query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Registers a child.</summary>
    /// <response code="201">The child.</response>
    [
        HttpPost(Name = "createChild"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<ChildView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<ChildView>> Add(NewChild child, CancellationToken cancellationToken) =>
        AnswerCreated(new CreateChild(child.ToInput()), added => $"/api/v3/children/{added.Id}", cancellationToken);

    /// <summary>Reads one of your children.</summary>
    /// <response code="200">The child.</response>
    [HttpGet("{childId:guid}", Name = "getChild"), ProducesResponseType<ChildView>(200), Problems(401, 403, 404)]
    public Task<ActionResult<ChildView>> Read(Guid childId, CancellationToken cancellationToken) =>
        Answer(new ReadChild(childId), cancellationToken);

    /// <summary>Replaces a child's data.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="child">The complete data: every member is required.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The child after the change.</response>
    [
        HttpPut("{childId:guid}", Name = "updateChild"),
        Consumes("application/json"),
        ProducesResponseType<ChildView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public Task<ActionResult<ChildView>> Update(
        Guid childId,
        ChildInput child,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateChild(childId, child, ifMatch.Versions), cancellationToken);

    /// <summary>Removes a child from your account.</summary>
    /// <remarks>Data of past sessions stay with the studies in which you took part.</remarks>
    /// <response code="204">The child is removed.</response>
    [HttpDelete("{childId:guid}", Name = "deleteChild"), ProducesResponseType(204), Problems(400, 401, 403, 404, 412)]
    public Task<ActionResult> Delete(
        Guid childId,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => AnswerNothing(new DeleteChild(childId, ifMatch.Versions), cancellationToken);
}

/// <summary>A new child.</summary>
[ValidatedAs(typeof(ChildInput))]
public sealed record NewChild
{
    /// <summary>1…255 characters.</summary>
    /// <example>Mika</example>
    public required string GivenName { get; init; }

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

    /// <example>["multiple_birth"]</example>
    public IReadOnlyList<string> Conditions { get; init; } = [];

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
