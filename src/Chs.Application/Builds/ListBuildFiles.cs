using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Lists the files that a build made, by path.</summary>
public sealed record ListBuildFiles : PagedQuery, IQuery<Page<BuildFileView>>, IWithinScope
{
    public required Guid BuildId { get; init; }

    internal sealed class Validator : PagedValidator<ListBuildFiles>;

    internal sealed class Handler(IChsDb db, BuildFinder builds)
        : IRequestHandler<ListBuildFiles, Outcome<Page<BuildFileView>>>
    {
        static readonly Keyset<BuildFile> ByPath = Keyset.ByText<BuildFile>(f => f.Path);

        public async Task<Outcome<Page<BuildFileView>>> Handle(
            ListBuildFiles request,
            CancellationToken cancellationToken
        )
        {
            var found = await builds.FindAsync(request.BuildId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var files = db.BuildFiles.Where(f => f.BuildId == found.Value.Id);
            var total = await files.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByPath
                .PageOf(files, request)
                .Select(f => new BuildFileView(f.Path, f.Size, f.Digest, f.ContentType))
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, file => new Cursor(file.Path, 0), file => file);
        }
    }
}

/// <summary>A file that a build made.</summary>
/// <param name="Path">Below the study's address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="ContentType">The Content-Type that the file is served with.</param>
public sealed record BuildFileView(string Path, long Size, string Sha256, string ContentType);
