using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Plays;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>
/// Finds out which play a key opens. Unknown, ended and run-out keys are refused with the same error.
/// </summary>
/// <remarks>
/// Asked anew for each request, so that a play ends everywhere at the next request after a log-out, an account's closing
/// or whatever else ends it.
/// </remarks>
public sealed record AuthenticatePlay(string Key) : IQuery<Actor>, IAnonymous
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<AuthenticatePlay, Outcome<Actor>>
    {
        public async Task<Outcome<Actor>> Handle(AuthenticatePlay request, CancellationToken cancellationToken)
        {
            var digest = Secret.Digest(request.Key);
            var now = time.GetUtcNow();
            var found = await (
                from play in db.Plays.AsNoTracking()
                where play.Digest == digest && play.ExpiresAt > now
                join owner in db.Users on play.UserId equals owner.Id
                where owner.IsActive
                join study in db.Studies on play.StudyId equals study.Id
                where study.State != StudyState.Archived
                join child in db.Children on play.ChildId equals (long?)child.Id into children
                from child in children.DefaultIfEmpty()
                where child == null || !child.IsDeleted
                select new
                {
                    play,
                    UserId = owner.Uuid,
                    StudyId = study.Uuid,
                    ChildId = (Guid?)child.Uuid,
                }
            ).SingleOrDefaultAsync(cancellationToken);
            if (found is null || !await MayGoOnAsync(found.play, cancellationToken))
                return Error.Unauthenticated;

            var grant = new PlayGrant(
                found.play.Id,
                found.play.StudyId,
                found.StudyId,
                found.play.ChildId,
                found.ChildId,
                found.play.IsPreview,
                found.play.StudyVersion,
                found.play.BuildId,
                found.play.Site,
                found.play.ExpiresAt
            );
            return new Actor(found.play.UserId, found.UserId, IsResearcher: false, SiteRights.None) { Play = grant };
        }

        /// <summary>Whoever may not see a study any more may not preview it any more either.</summary>
        async Task<bool> MayGoOnAsync(Play play, CancellationToken cancellationToken)
        {
            if (!play.IsPreview)
                return true;
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == play.UserId, cancellationToken);
            var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == play.StudyId, cancellationToken);
            var access = new AccessControl(db, new Previewer(Actor.Of(user)));
            return await access.CanPreviewAsync(study, cancellationToken);
        }

        /// <summary>Who previews, with the rights that the person has now.</summary>
        sealed record Previewer(Actor? Actor) : ICurrentActor
        {
            public bool IsApiKey => false;
        }
    }
}
