using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>
/// Makes a key for scripts that belongs to a lab. For who manages the lab's researchers, in a log-in: a key that makes one
/// would leave something behind that outlives it. The new key may do no more than its maker.
/// </summary>
/// <param name="Role">What it may do in the lab's studies.</param>
/// <param name="StudyRole">What it may do, beside that, in the studies of its scope; null: nothing.</param>
/// <param name="ValidDays">Null: until it is revoked.</param>
/// <param name="Scope">Its limits. Without studies it is for all of the lab's.</param>
public sealed record CreateLabToken(
    Guid LabId,
    string Label,
    LabRole Role,
    StudyRole? StudyRole,
    int? ValidDays,
    TokenScope Scope
) : ICommand<CreatedLabToken>, ISessionOnly
{
    const int MaximumStudies = 100;

    internal sealed class Validator : AbstractValidator<CreateLabToken>
    {
        public Validator()
        {
            RuleFor(x => x.Label).NotEmpty().MaximumLength(100).MustBeClean();
            RuleFor(x => x.Role).IsInEnum();
            RuleFor(x => x.StudyRole).IsInEnum();
            RuleFor(x => x.ValidDays).InclusiveBetween(1, 3660);
            RuleFor(x => x.Scope.Studies).MustHoldAtMost(MaximumStudies).OverridePropertyName("Studies");
            RuleFor(x => x.Scope.Studies)
                .NotEmpty()
                .When(x => x.StudyRole is not null)
                .OverridePropertyName("Studies")
                .WithMessage("Name the studies in which the key has this role.");
        }
    }

    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        LabTokenAuthority authority,
        SecondFactors factors,
        AccountRules rules,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<CreateLabToken, Outcome<CreatedLabToken>>
    {
        public async Task<Outcome<CreatedLabToken>> Handle(CreateLabToken request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, LabRight.ManageResearchers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (found.Value.Giver.RefusalToHandOver(Authority.Of(request.Role)) is { } refused)
                return refused;
            var lab = found.Value.Lab;
            Guid[] studies = [.. request.Scope.Studies.Distinct()];
            if (await FindFaultsAsync(lab, studies, request.StudyRole, cancellationToken) is { Count: > 0 } faults)
                return Error.Invalid(faults);

            var secret = Secret.NewToken();
            var token = LabToken.Issue(
                lab,
                Secret.Digest(secret),
                request.Label,
                (request.Role, request.StudyRole),
                request.Scope with
                {
                    Studies = studies,
                },
                request.ValidDays is { } days ? TimeSpan.FromDays(days) : null,
                await factors.WasShownByAsync(actor, cancellationToken),
                actor.Deed(time)
            );
            db.LabTokens.Add(token);
            var maker = await ReadMakerAsync(cancellationToken);
            return new CreatedLabToken(secret, LabTokenItem.Of(token, maker, maker, rules.LacksSecondFactor(token)));
        }

        Task<Reference> ReadMakerAsync(CancellationToken cancellationToken) =>
            db
                .Users.Where(u => u.Id == actor.Key)
                .Select(u => Reference.OfAccount(u.Uuid, u.GivenName, u.FamilyName))
                .SingleAsync(cancellationToken);

        /// <summary>A fault for each of the studies that isn't the lab's, or on which the actor may do less than the key.</summary>
        async Task<IReadOnlyList<Fault>> FindFaultsAsync(
            Lab lab,
            Guid[] ids,
            StudyRole? role,
            CancellationToken cancellationToken
        )
        {
            var beyond = await authority.BeyondActorAsync(lab, ids, role, cancellationToken);
            List<Fault> faults = [];
            foreach (var (index, id) in ids.Index())
            {
                if (!beyond.TryGetValue(id, out var lacking) || lacking != StudyRight.None)
                    faults.Add(
                        new Fault(
                            $"/studies/{index}",
                            "not_yours_to_give",
                            "There is no such study in the lab, or you may do less with it than the key would."
                        )
                    );
            }

            return faults;
        }
    }
}

/// <summary>A new key of a lab.</summary>
/// <param name="Key">
/// The secret, 40 hex digits. Only its hash is stored: it is null when the request is repeated with its
/// <c>Idempotency-Key</c>.
/// </param>
/// <param name="Token">The key without its secret.</param>
public sealed record CreatedLabToken([property: ShownOnce] string? Key, LabTokenItem Token);
