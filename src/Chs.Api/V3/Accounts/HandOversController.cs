using Chs.Application.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>What people leave behind.</summary>
[Route("api/v3/hand-overs"), Tags("Researchers")]
public sealed class HandOversController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Gives somebody the roles that a leaver has in labs and studies.</summary>
    /// <remarks>
    /// All of it is done, or nothing. The receiver gets exactly the roles that the leaver has there, beside their own, and
    /// becomes a member of the labs that are named; a study alone goes to members of its lab only. The leaver loses the
    /// roles unless you say otherwise. Both get a mail. The keys of the labs that the leaver answers for go to the receiver,
    /// if they manage the lab's researchers then and the leaver loses the roles; they work again when the receiver has
    /// confirmed them. Rights on the whole site, the person's own keys and requests to join a lab aren't handed over, and a
    /// study's creator stays who it was. Everybody may hand over their own roles where they manage the researchers; others'
    /// roles are handed over by site administrators, also of accounts that are closed already. Nobody hands anything over to
    /// themselves.
    /// </remarks>
    /// <response code="200">What was handed over, and what wasn't.</response>
    [
        HttpPost(Name = "handOver"),
        Consumes("application/json"),
        ProducesResponseType<HandOverView>(200),
        Problems(400, 401, 403, 404, 409, 412, 415)
    ]
    public Task<ActionResult<HandOverView>> HandOver(HandOverForm handOver, CancellationToken cancellationToken) =>
        Answer(
            new HandOver(handOver.FromId, handOver.ToId, handOver.Labs, handOver.Studies, handOver.AreRolesKept),
            cancellationToken
        );
}

/// <summary>Whose roles go to whom.</summary>
[ValidatedAs(typeof(HandOver))]
public sealed record HandOverForm
{
    /// <summary>Whose roles; null: yours. Others' roles need the right <c>editUsers</c> on the site.</summary>
    public Guid? FromId { get; init; }

    /// <summary>Who gets them: a researcher.</summary>
    public required Guid ToId { get; init; }

    /// <summary>
    /// These labs, with the leaver's roles in their studies. Null, as <c>studies</c>: everything; of your own roles
    /// everything where you manage the researchers.
    /// </summary>
    public IReadOnlyList<Guid>? Labs { get; init; }

    /// <summary>These studies, too. Null, as <c>labs</c>: everything.</summary>
    public IReadOnlyList<Guid>? Studies { get; init; }

    /// <summary>Whether the leaver keeps the roles as well.</summary>
    public bool AreRolesKept { get; init; }
}
