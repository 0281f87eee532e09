using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
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
public sealed record CheckRunner(string? Repository, string? Commit) : IQuery<RunnerFindings>, IWithinScope
{
    const string RepositoryMember = "runnerRepository";
    const string CommitMember = "runnerCommit";

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

    internal sealed class Handler(ICurrentActor current, ISourceArchive sources, BuildOptions options)
        : IRequestHandler<CheckRunner, Outcome<RunnerFindings>>
    {
        public async Task<Outcome<RunnerFindings>> Handle(CheckRunner request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.IsResearcher)
                return Error.Forbidden;

            var repository = string.IsNullOrWhiteSpace(request.Repository)
                ? options.DefaultRepository
                : request.Repository.Trim();
            var source = ExperimentRunnerSource.Parse(repository);
            if (source.Failed)
                return RunnerFindings.OfFault(ToFault(RepositoryMember, source.Error));
            var allowed = sources.Allows(source.Value);
            if (allowed.Failed)
                return RunnerFindings.OfFault(ToFault(RepositoryMember, allowed.Error));

            if (string.IsNullOrEmpty(request.Commit))
            {
                var newest = await sources.ResolveAsync(source.Value, options.DefaultBranch, cancellationToken);
                return Assess(RepositoryMember, newest.Error);
            }

            var exists = await sources.ExistsAsync(source.Value, request.Commit, cancellationToken);
            return Assess(CommitMember, exists.Error);
        }

        static RunnerFindings Assess(string member, Error? problem)
        {
            if (problem is null)
                return RunnerFindings.None;
            var fault = ToFault(member, problem);
            // A host that doesn't answer now may answer when the build runs, so the study is saved all the same.
            return problem.Code == BuildErrors.HostUnavailableCode
                ? RunnerFindings.OfWarning(fault)
                : RunnerFindings.OfFault(fault);
        }

        static Fault ToFault(string member, Error problem) =>
            problem.Faults is [var first, ..]
                ? new Fault($"/{member}", first.Code, first.Message)
                : new Fault($"/{member}", problem.Code, problem.Message);
    }
}

/// <summary>The result of checking a runner.</summary>
/// <param name="Faults">Why it can't be built; a study that names it isn't saved.</param>
/// <param name="Warnings">What couldn't be checked now; a study that names it is saved.</param>
public sealed record RunnerFindings(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    internal static readonly RunnerFindings None = new([], []);

    internal static RunnerFindings OfFault(Fault fault) => new([fault], []);

    internal static RunnerFindings OfWarning(Fault warning) => new([], [warning]);
}
