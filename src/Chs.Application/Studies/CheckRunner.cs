using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Builds;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Checks whether an experiment runner can be built. For researchers.</summary>
/// <remarks>The repository's host must be one that the operator allows, and the commit must exist there.</remarks>
/// <param name="Repository">Null or empty: the site's default.</param>
/// <param name="Commit">Null or empty: the newest.</param>
public sealed record CheckRunner(string? Repository, string? Commit)
    : IQuery<RunnerFindings>,
        IWithinScope,
        INeedsPerson
{
    internal sealed class Validator : AbstractValidator<CheckRunner>
    {
        public Validator()
        {
            RuleFor(x => x.Repository).MaximumLength(500).MustBeClean();
            RuleFor(x => x.Commit)
                .Must(commit => string.IsNullOrEmpty(commit) || ExperimentRunnerSource.IsCommit(commit))
                .WithErrorCode("not_a_commit")
                .WithMessage("Give the 40 lower-case hex digits of a commit.");
        }
    }

    internal sealed class Handler(Actor actor, RunnerLookup runners)
        : IRequestHandler<CheckRunner, Outcome<RunnerFindings>>
    {
        public async Task<Outcome<RunnerFindings>> Handle(CheckRunner request, CancellationToken cancellationToken) =>
            actor.IsResearcher
                ? await runners.CheckAsync(request.Repository, request.Commit, cancellationToken)
                : Error.Forbidden;
    }
}
