using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>
/// Reads a record that was stored with a build's files, as a stream of JSON. Needs the right to read the study's
/// details.
/// </summary>
public sealed record ReadBuildRecord(Guid BuildId, BuildRecord Record) : IQuery<Stream>, IWithinScope
{
    internal sealed class Handler(BuildFinder builds, IObjectStore store)
        : IRequestHandler<ReadBuildRecord, Outcome<Stream>>
    {
        public async Task<Outcome<Stream>> Handle(ReadBuildRecord request, CancellationToken cancellationToken)
        {
            var found = await builds.FindAsync(request.BuildId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var build = found.Value;
            var key = request.Record is BuildRecord.Provenance ? build.ProvenanceKey : build.ComponentsKey;
            if (key is null)
                return Error.NotFound("build_record");
            return await store.OpenAsync(key, null, cancellationToken) is { } stream ? stream : BuildErrors.Expired;
        }
    }
}

/// <summary>The kinds of records that are stored with a build's files.</summary>
public enum BuildRecord
{
    /// <summary>How the build was made: an in-toto statement with a SLSA predicate.</summary>
    Provenance = 1,

    /// <summary>The runner's npm packages: a CycloneDX document.</summary>
    Components,
}
