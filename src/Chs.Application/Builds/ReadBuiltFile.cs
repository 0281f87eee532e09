using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>
/// Finds a file that a study's page loads. Anyone who is logged in may load those of active studies; others need the
/// right to preview the study.
/// </summary>
public sealed record ReadBuiltFile(Guid StudyId, string Path) : IQuery<BuiltFile>
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuiltFile, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltFile request, CancellationToken cancellationToken)
        {
            var found = await (
                from study in db.Studies.AsNoTracking()
                where study.Uuid == request.StudyId
                from file in db.BuildFiles.Where(f => f.BuildId == study.CurrentBuildId && f.Path == request.Path)
                select new { study, file }
            ).SingleOrDefaultAsync(cancellationToken);
            if (found is null)
                return Error.NotFound("file");

            var mayLoad =
                found.study.State is StudyState.Active || await access.CanPreviewAsync(found.study, cancellationToken);
            return mayLoad ? BuiltFile.Of(found.file) : Error.NotFound("file");
        }
    }
}
