using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>
/// Gives members of the study's lab roles in the study: all of them, or nobody. Each has exactly that role then; others
/// keep theirs. Needs the right to manage its researchers.
/// </summary>
public sealed record SetStudyRoles(Guid StudyId, IReadOnlyList<StudyRoleEntry> Roles) : ICommand, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<SetStudyRoles>
    {
        public Validator()
        {
            RuleFor(x => x.Roles).MustBeBulk(role => role.AccountId, nameof(StudyRoleEntry.AccountId));
            RuleForEach(x => x.Roles).ChildRules(role => role.RuleFor(x => x.Role).IsInEnum());
        }
    }

    internal sealed class Handler(StudyRoles roles) : IRequestHandler<SetStudyRoles, Outcome>
    {
        public async Task<Outcome> Handle(SetStudyRoles request, CancellationToken cancellationToken)
        {
            var assigned = await roles.AssignAsync(request.StudyId, request.Roles, cancellationToken);
            return assigned.Failed ? assigned.Error : BulkRules.OutcomeOf(assigned.Value, "roles", "accountId");
        }
    }
}

/// <summary>Somebody's role in a study.</summary>
public sealed record StudyRoleEntry
{
    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <example>researcher</example>
    public required StudyRole Role { get; init; }
}
