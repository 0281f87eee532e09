using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Queries for lists of sessions that several use cases share.</summary>
static class SessionPages
{
    extension(NumberedPage<SessionView> page)
    {
        /// <summary>Number of sessions that belong to another family than the actor's.</summary>
        public int OthersOf(Actor actor) => page.Items.Count(session => session.IsOthers(actor));
    }

    extension(IChsDb db)
    {
        /// <summary>
        /// Sessions of one study that the actor may read: those of the actor's own children, and those that researchers
        /// may read.
        /// </summary>
        /// <param name="childId">Restricts the sessions to one of the actor's own children; null for all.</param>
        public async Task<Outcome<IQueryable<Response>>> SessionsOfStudyAsync(
            Guid studyId,
            Guid? childId,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == studyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");

            var own = db.Responses.Where(r => r.StudyId == study.Id && r.ParticipantId == actor.Key);
            if (childId is { } child)
            {
                var ofChild = own.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child));
                return Outcome<IQueryable<Response>>.Of(ofChild);
            }

            var readable = await db.ReadableResponsesAsync(studyId, access, cancellationToken);
            if (readable.Failed)
                return Outcome<IQueryable<Response>>.Of(own);
            var ownOrReadable = db.Responses.Where(r =>
                own.Any(o => o.Id == r.Id) || readable.Value.Responses.Any(o => o.Id == r.Id)
            );
            return Outcome<IQueryable<Response>>.Of(ownOrReadable);
        }

        /// <summary>Loads a page of sessions, last modified first.</summary>
        public async Task<Outcome<NumberedPage<SessionView>>> LoadPageAsync(
            IQueryable<Response> sessions,
            PageNumber number,
            CancellationToken cancellationToken
        )
        {
            var page = await sessions
                .OrderByDescending(r => r.ModifiedAt)
                .ThenByDescending(r => r.Id)
                .Select(r => r.Id)
                .ToPageAsync(number, cancellationToken);
            if (page.Failed)
                return page.Error;

            var keys = page.Value.Items;
            var views = await db.LoadSessionsAsync(db.Responses.Where(r => keys.Contains(r.Id)), cancellationToken);
            var viewsByKey = views.ToDictionary(view => view.Header.Key);
            return new NumberedPage<SessionView>([.. keys.Select(key => viewsByKey[key])], page.Value.Count);
        }
    }
}
