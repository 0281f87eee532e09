using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Finds the study of a play that may still begin a session in it.</summary>
/// <remarks>
/// Who plays goes on whatever happens to the study, also after a reload, which opens another session; not in a study of a
/// demo that is off. Who has finished would take part anew, which a study that isn't active offers nobody.
/// </remarks>
sealed class PlayedStudyFinder(IChsDb db, StudyFinder studies, Actor actor)
{
    /// <returns>The study, which isn't tracked.</returns>
    public async Task<Outcome<Study>> FindAsync(PlayGrant play, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == play.StudyKey, cancellationToken);
        if (play.IsPreview || study.TakesFamilies)
            return study;
        return study.IsOfClosedDemo || await HasFinishedAsync(play, cancellationToken)
            ? await studies.NotActiveAsync(study, cancellationToken)
            : study;
    }

    /// <summary>Whether the newest session that the play may write is completed.</summary>
    Task<bool> HasFinishedAsync(PlayGrant play, CancellationToken cancellationToken) =>
        db
            .Responses.Where(play.Writable(actor.Key))
            .OrderByDescending(r => r.Id)
            .Select(r => r.Completed)
            .FirstOrDefaultAsync(cancellationToken);
}
