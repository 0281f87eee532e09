using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Builds;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Whether a runner can be built: its repository's host is allowed, and the commit is there. For researchers. Asks only hosts that the operator allows.</summary>
/// <param name="Repository">Null or empty: the site's usual one.</param>
/// <param name="Commit">Null or empty: the newest.</param>
public sealed record CheckRunner(string? Repository, string? Commit) : IQuery<RunnerFindings>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<CheckRunner>
    {
        public Validator()
        {
            RuleFor(x => x.Repository).MaximumLength(500).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Commit)
                .Must(commit => string.IsNullOrEmpty(commit) || ExperimentRunnerSource.IsCommit(commit))
                .WithErrorCode("not_a_commit")
                .WithMessage("Give the 40 lower-case hex digits of a commit.");
        }
    }

    internal sealed class Handler(ICurrentActor current, ISourceArchive sources, BuildOptions rules)
        : IRequestHandler<CheckRunner, Outcome<RunnerFindings>>
    {
        public async Task<Outcome<RunnerFindings>> Handle(CheckRunner request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.IsResearcher)
                return Error.Forbidden;
            var parsed = ExperimentRunnerSource.Parse(
                string.IsNullOrWhiteSpace(request.Repository) ? rules.DefaultRepository : request.Repository.Trim()
            );
            if (parsed.Failed)
                return Found("runnerRepository", parsed.Error, isFault: true);
            if (sources.Allows(parsed.Value) is { Failed: true, Error: var refused })
                return Found("runnerRepository", refused, isFault: true);
            var problem = string.IsNullOrEmpty(request.Commit)
                ? (await sources.ResolveAsync(parsed.Value, rules.Branch, cancellationToken)).Error
                : (await sources.ExistsAsync(parsed.Value, request.Commit, cancellationToken)).Error;
            // A host that doesn't answer now may do so at the build: nobody's work is held up by it.
            return problem is null
                ? new RunnerFindings([], [])
                : Found(
                    string.IsNullOrEmpty(request.Commit) ? "runnerRepository" : "runnerCommit",
                    problem,
                    isFault: problem.Code != BuildErrors.HostBusyCode
                );
        }

        static RunnerFindings Found(string member, Error problem, bool isFault)
        {
            Fault found = new(
                $"/{member}",
                problem.Faults is [var first, ..] ? first.Code : problem.Code,
                problem.Faults is [var fault, ..] ? fault.Message : problem.Message
            );
            return isFault ? new RunnerFindings([found], []) : new RunnerFindings([], [found]);
        }
    }
}

/// <summary>What was found out about a runner.</summary>
/// <param name="Faults">Why it can't be built; a study that names it isn't saved.</param>
/// <param name="Warnings">What couldn't be found out now; a study that names it is saved.</param>
public sealed record RunnerFindings(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);
