using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>One build, for whoever may read the study's details.</summary>
public sealed record ReadBuild(Guid BuildId) : IQuery<BuildView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(ReadBuild request, CancellationToken cancellationToken)
        {
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.ReadDetails, access, cancellationToken);
            return found.Failed ? found.Error : await db.ViewAsync(found.Value.Build, cancellationToken);
        }
    }
}

/// <summary>What happened in a build, in order.</summary>
/// <param name="BuildId">The build.</param>
/// <param name="From">Number of the first event; 0 for all.</param>
/// <param name="Limit">At most so many.</param>
public sealed record ReadBuildEvents(Guid BuildId, int From, int Limit) : IQuery<BuildProgress>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<ReadBuildEvents>
    {
        public Validator()
        {
            RuleFor(x => x.From).GreaterThanOrEqualTo(0);
            RuleFor(x => x.Limit).InclusiveBetween(1, 5000);
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadBuildEvents, Outcome<BuildProgress>>
    {
        public async Task<Outcome<BuildProgress>> Handle(ReadBuildEvents request, CancellationToken cancellationToken)
        {
            // The state is read first: whatever was told before it ended is then among the events.
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var build = found.Value.Build;
            var events = await db
                .BuildEvents.AsNoTracking()
                .Where(e => e.BuildId == build.Id && e.Ordinal >= request.From)
                .OrderBy(e => e.Ordinal)
                .Take(request.Limit)
                .Select(e => new BuildEventView(e.Ordinal, e.Kind, e.Text, e.At))
                .ToListAsync(cancellationToken);
            return new BuildProgress(events, build.HasEnded && events.Count < request.Limit);
        }
    }
}

/// <summary>Part of what happened in a build.</summary>
/// <param name="Events">In order.</param>
/// <param name="IsAll">The build has ended, and there is nothing behind these.</param>
public sealed record BuildProgress(IReadOnlyList<BuildEventView> Events, bool IsAll);

/// <summary>The files that a build made, by path.</summary>
public sealed record ListBuildFiles : PagedQuery, IQuery<Page<BuildFileView>>, IWithinScope
{
    public required Guid BuildId { get; init; }

    internal sealed class Validator : PagedValidator<ListBuildFiles>;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListBuildFiles, Outcome<Page<BuildFileView>>>
    {
        public async Task<Outcome<Page<BuildFileView>>> Handle(
            ListBuildFiles request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var files = db.BuildFiles.AsNoTracking().Where(f => f.BuildId == found.Value.Build.Id);
            if (request.After is { } after)
                files = files.Where(f => string.Compare(f.Path, after.Text) > 0);
            var rows = await files.OrderBy(f => f.Path).Take(request.Limit + 1).ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor(row.Path, 0),
                row => new BuildFileView(row.Path, row.Size, row.Digest, row.ContentType)
            );
        }
    }
}

/// <summary>Which record of a build.</summary>
public enum BuildRecord
{
    /// <summary>How it was made, in the form of in-toto and SLSA.</summary>
    Provenance = 1,

    /// <summary>The runner's npm packages, in the form of CycloneDX.</summary>
    Components,
}

/// <summary>A record that was stored with a build's files.</summary>
/// <returns>The JSON document as it was stored.</returns>
public sealed record ReadBuildRecord(Guid BuildId, BuildRecord Record) : IQuery<Stream>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access, IObjectStore store)
        : IRequestHandler<ReadBuildRecord, Outcome<Stream>>
    {
        public async Task<Outcome<Stream>> Handle(ReadBuildRecord request, CancellationToken cancellationToken)
        {
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var build = found.Value.Build;
            if ((request.Record is BuildRecord.Provenance ? build.ProvenanceKey : build.ComponentsKey) is not { } key)
                return Error.NotFound("build_record");
            return await store.OpenAsync(key, null, cancellationToken) is { } stream ? stream : BuildErrors.Expired;
        }
    }
}
