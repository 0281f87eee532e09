using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Finds a file of the build that the play began with.</summary>
public sealed record ReadBuiltFile(string Path) : IQuery<BuiltFile>, IPlayOnly
{
    internal sealed class Handler(IChsDb db, Actor actor) : IRequestHandler<ReadBuiltFile, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltFile request, CancellationToken cancellationToken)
        {
            var build = actor.Play!.BuildKey;
            var file = await db
                .BuildFiles.AsNoTracking()
                .SingleOrDefaultAsync(f => f.BuildId == build && f.Path == request.Path, cancellationToken);
            return file is null ? Error.NotFound("file") : BuiltFile.Of(file);
        }
    }
}
