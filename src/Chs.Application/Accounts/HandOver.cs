using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Gives somebody the roles that another person has in labs and studies, and takes them from that person: everything, or
/// nothing.
/// </summary>
/// <remarks>
/// Everybody may hand over what they manage. Roles of others need the site right to edit users, and there every right
/// that is handed over. Nobody hands anything over to themselves.
/// </remarks>
/// <param name="FromId">Whose roles; null: the actor's.</param>
/// <param name="ToId">A researcher.</param>
/// <param name="Labs">These labs, with the person's roles in their studies. Null, and no studies: everything.</param>
/// <param name="Studies">These studies. Null, and no labs: everything.</param>
/// <param name="AreRolesKept">Whether the roles stay the person's too.</param>
public sealed record HandOver(
    Guid? FromId,
    Guid ToId,
    IReadOnlyList<Guid>? Labs = null,
    IReadOnlyList<Guid>? Studies = null,
    bool AreRolesKept = false
) : ICommand<HandOverView>, ISessionOnly
{
    /// <summary>Most labs, and most studies, that can be named at once.</summary>
    const int MaximumNamed = 200;

    internal bool IsOfEverything => Labs is null && Studies is null;

    internal sealed class Validator : AbstractValidator<HandOver>
    {
        public Validator()
        {
            RuleFor(x => x.Labs).MustHoldAtMost(MaximumNamed);
            RuleFor(x => x.Studies).MustHoldAtMost(MaximumNamed);
            RuleFor(x => x.Labs)
                .Must(
                    (request, labs) =>
                        request.IsOfEverything || labs is { Count: > 0 } || request.Studies is { Count: > 0 }
                )
                .WithErrorCode("required")
                .WithMessage("Name a lab or a study, or leave both lists out to hand over everything.");
        }
    }

    internal sealed class Handler(AccountFinder accounts, HeldPlaces places, Actor actor, TimeProvider time)
        : IRequestHandler<HandOver, Outcome<HandOverView>>
    {
        public async Task<Outcome<HandOverView>> Handle(HandOver request, CancellationToken cancellationToken)
        {
            if (request.ToId == actor.Id)
                return RightsErrors.NotToYourself;
            var found = await FindLeaverAsync(request.FromId, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (request.ToId == found.Value.Uuid)
                return Error.Invalid("/toId", "same_person", "Somebody else has to receive the roles.");
            var receivers = await accounts.FindActiveAsync([request.ToId], cancellationToken);
            if (!receivers.TryGetValue(request.ToId, out var receiver))
                return Error.NotFound("researcher");
            if (!receiver.IsResearcher)
                return LabErrors.NotAResearcher;

            var leaver = found.Value;
            var held = await places.FindAsync(request, leaver, receiver, cancellationToken);
            return held.Failed ? held.Error : HandOverAll(held.Value, leaver, receiver, request.AreRolesKept);
        }

        async Task<Outcome<User>> FindLeaverAsync(Guid? id, CancellationToken cancellationToken) =>
            id is { } other && other != actor.Id
                ? await accounts.FindManagedAsync(other, SiteRight.EditUsers, null, cancellationToken)
                : await accounts.FindOwnAsync(cancellationToken);

        Outcome<HandOverView> HandOverAll(HandOverPlaces held, User leaver, User receiver, bool keepsRoles)
        {
            var deed = actor.Deed(time);
            var view = HandOverView.Of(held, leaver, receiver);
            // Labs first: only their members can work on their studies.
            foreach (var lab in held.Labs)
                if (lab.HandOver(leaver, receiver, keepsRoles, deed).Error is { } refused)
                    return refused;
            if (!keepsRoles)
                HandOverKeys(held, receiver, deed);
            List<string> closedTo = [];
            foreach (var study in held.Studies)
            {
                var handed = study.HandOver(leaver, receiver, held.LabOf(study), keepsRoles, deed);
                if (handed.Failed && handed.Error != StudyErrors.NotInTheLab)
                    return handed.Error;
                if (handed.Failed)
                    closedTo.Add(study.Details.Name);
            }

            if (closedTo is not [])
                return StudyErrors.NotInTheLabOf(string.Join(", ", closedTo));
            if (view.Labs is not [] || view.Studies is not [])
                leaver.RecordHandOver(
                    receiver,
                    [.. view.Labs.Select(lab => lab.Name)],
                    [.. view.Studies.Select(study => study.Name)],
                    keepsRoles,
                    deed
                );
            return view;
        }

        /// <summary>Keys that the receiver couldn't answer for wait for somebody who can.</summary>
        static void HandOverKeys(HandOverPlaces held, User receiver, Deed deed)
        {
            foreach (var key in held.Keys)
            {
                var lab = held.LabsByKey[key.LabId];
                if (lab.Members.Any(m => m.UserId == receiver.Id && LabManagers.IsManaging(m.Role)))
                    key.HandOver(lab, receiver, deed);
            }
        }
    }
}
