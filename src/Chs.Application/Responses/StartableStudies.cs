using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Finds studies in which the actor may start a session. One that is archived or that the actor may not see is as if it
/// didn't exist; one that the actor may see, but that isn't active, is refused as that.
/// </summary>
sealed class StartableStudies(IChsDb db, AccessControl access)
{
    /// <summary>Finds a study. It isn't tracked.</summary>
    /// <param name="id">The study.</param>
    /// <param name="isPreview">Whether the actor wants to preview it rather than take part.</param>
    public async Task<Outcome<Study>> FindAsync(Guid id, bool isPreview, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
        if (study is null || study.State is StudyState.Archived)
            return Error.NotFound("study");
        if (isPreview)
            return await access.CanPreviewAsync(study, cancellationToken) ? study : Error.NotFound("study");
        if (study.State is StudyState.Active)
            return study;
        return await access.CanSeeAsync(study, cancellationToken) ? StudyErrors.NotActive : Error.NotFound("study");
    }
}
