using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Asks to join a lab. For researchers; changes nothing for members, nor for who has asked already.</summary>
public sealed record RequestToJoinLab(Guid LabId) : ICommand
{
    internal sealed class Handler(LabFinder labs, ConfirmedEmailRequirement emails, Actor actor, TimeProvider time)
        : IRequestHandler<RequestToJoinLab, Outcome>
    {
        public async Task<Outcome> Handle(RequestToJoinLab request, CancellationToken cancellationToken)
        {
            var found = await labs.FindWithMembersAsync(request.LabId, [actor.Key], cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!actor.IsResearcher)
                return Error.Forbidden;
            if (found.Value.Role is not null)
                return Outcome.Ok;
            if (await emails.CheckAsync(cancellationToken) is { } unconfirmed)
                return unconfirmed;
            found.Value.Lab.RequestToJoin(actor.Deed(time));
            return Outcome.Ok;
        }
    }
}
