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
/// Makes a key for scripts that belongs to a lab. For the lab's admins, in a log-in: a key that makes one would leave
/// something behind that outlives it. The new key may do no more than its maker.
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

    internal sealed class Handler(IChsDb db, LabFinder labs, AccessControl access, Actor actor, TimeProvider time)
        : IRequestHandler<CreateLabToken, Outcome<CreatedLabToken>>
    {
        public async Task<Outcome<CreatedLabToken>> Handle(CreateLabToken request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, LabRight.ManageResearchers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!MayGive(request.Role, found.Value))
                return Error.Forbidden with { Message = "A key may do no more than its maker, and this role may." };
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
                await ShowedSecondFactorAsync(cancellationToken),
                actor.Deed(time)
            );
            db.LabTokens.Add(token);
            return new CreatedLabToken(secret, LabTokenItem.Of(token));
        }

        /// <summary>Whether the actor holds, in the lab and in all of its studies, what the role gives.</summary>
        bool MayGive(LabRole role, LabWithRights own)
        {
            var onStudies =
                actor.Rights.OnStudies | (own.Role is { } ownRole ? Permissions.Of(ownRole) : StudyRight.None);
            return own.Allows(Permissions.OnLab(role)) && onStudies.HasFlag(Permissions.Of(role));
        }

        /// <summary>A fault for each of the studies that isn't the lab's, or on which the actor may do less than the key.</summary>
        async Task<IReadOnlyList<Fault>> FindFaultsAsync(
            Lab lab,
            Guid[] ids,
            StudyRole? role,
            CancellationToken cancellationToken
        )
        {
            var studies = await db
                .Studies.AsNoTracking()
                .Where(s => s.LabId == lab.Id && ids.Contains(s.Uuid))
                .ToDictionaryAsync(s => s.Uuid, cancellationToken);
            var needed = role is { } given ? Permissions.Of(given) : StudyRight.ReadDetails;
            List<Fault> faults = [];
            foreach (var (index, id) in ids.Index())
            {
                var study = studies.GetValueOrDefault(id);
                if (study is null || !await access.HasRightsAsync(needed, study, cancellationToken))
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

        Task<bool> ShowedSecondFactorAsync(CancellationToken cancellationToken) =>
            db.Credentials.AnyAsync(c => c.Id == actor.CredentialKey && c.IsTwoFactor, cancellationToken);
    }
}

/// <summary>A new key of a lab.</summary>
/// <param name="Key">
/// The secret, 40 hex digits. Only its hash is stored: it is null when the request is repeated with its
/// <c>Idempotency-Key</c>.
/// </param>
/// <param name="Token">The key without its secret.</param>
public sealed record CreatedLabToken([property: ShownOnce] string? Key, LabTokenItem Token);
