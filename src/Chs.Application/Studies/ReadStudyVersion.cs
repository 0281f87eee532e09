using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads one version of a study's protocol.</summary>
public sealed record ReadStudyVersion(Guid StudyId, int Number) : IQuery<StudyVersionView>, IWithinScope
{
    internal sealed class Handler(StudyFinder studies) : IRequestHandler<ReadStudyVersion, Outcome<StudyVersionView>>
    {
        public async Task<Outcome<StudyVersionView>> Handle(
            ReadStudyVersion request,
            CancellationToken cancellationToken
        )
        {
            var found = await studies.FindVersionAsync(request.StudyId, request.Number, cancellationToken);
            return found.Failed ? found.Error : StudyVersionView.Of(found.Value);
        }
    }
}

/// <summary>A saved version of a protocol.</summary>
public sealed record StudyVersionView
{
    public required int Number { get; init; }

    /// <summary>SHA-256 of the whole protocol.</summary>
    public required string Digest { get; init; }

    public required string Note { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string Structure { get; init; }
    public required string Generator { get; init; }
    public required bool UsesGenerator { get; init; }
    public required string Experiment { get; init; }
    public required string ExternalUrl { get; init; }
    public required string RunnerRepository { get; init; }
    public required string? RunnerCommit { get; init; }

    internal static StudyVersionView Of(StudyVersion version) =>
        new()
        {
            Number = version.Number,
            Digest = version.Digest,
            Note = version.Note,
            CreatedAt = version.CreatedAt,
            Structure = version.Structure,
            Generator = version.Generator,
            UsesGenerator = version.UseGenerator,
            Experiment = version.Experiment,
            ExternalUrl = version.ExternalUrl,
            RunnerRepository = version.RunnerRepository,
            RunnerCommit = version.RunnerCommit,
        };
}
