using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>
/// Gives researchers roles in a lab: all of them, or nobody. Each has exactly that role then; others keep theirs. Needs the
/// right to manage its researchers.
/// </summary>
public sealed record SetLabRoles(Guid LabId, IReadOnlyList<LabRoleEntry> Roles) : ICommand, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<SetLabRoles>
    {
        public Validator()
        {
            RuleFor(x => x.Roles).MustBeBulk(role => role.AccountId, nameof(LabRoleEntry.AccountId));
            RuleForEach(x => x.Roles).ChildRules(role => role.RuleFor(x => x.Role).IsInEnum());
        }
    }

    internal sealed class Handler(LabRoles roles) : IRequestHandler<SetLabRoles, Outcome>
    {
        public async Task<Outcome> Handle(SetLabRoles request, CancellationToken cancellationToken)
        {
            var assigned = await roles.AssignAsync(request.LabId, request.Roles, cancellationToken);
            return assigned.Failed ? assigned.Error : BulkRules.OutcomeOf(assigned.Value, "roles", "accountId");
        }
    }
}

/// <summary>Somebody's role in a lab.</summary>
public sealed record LabRoleEntry
{
    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <example>member</example>
    public required LabRole Role { get; init; }
}
