using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads a study for v1 and v2.</summary>
/// <remarks>Active studies are open to everybody who is logged in, others to those who may see or review them.</remarks>
public sealed record ReadStudyForJsonApi(Guid StudyId)
    : IQuery<JsonApiStudy>,
        IWithinScope,
        IWithinPlay,
        IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, StudyFinder finder, JsonApiStudyQueries studies, Actor actor)
        : IRequestHandler<ReadStudyForJsonApi, Outcome<JsonApiStudy>>
    {
        public async Task<Outcome<JsonApiStudy>> Handle(
            ReadStudyForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            if (actor.Play is { } play)
                return await ReadPlayedAsync(play, request.StudyId, cancellationToken);
            var found = await finder.FindPlayableAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            return await studies.ViewsOf(db.Studies.Where(s => s.Id == found.Value.Id)).SingleAsync(cancellationToken);
        }

        /// <summary>Reads the play's own study with the version of the protocol that the play began with.</summary>
        async Task<Outcome<JsonApiStudy>> ReadPlayedAsync(
            PlayGrant play,
            Guid studyId,
            CancellationToken cancellationToken
        )
        {
            if (studyId != play.StudyId)
                return Error.NotFound("study");
            var study = db.Studies.Where(s => s.Id == play.StudyKey);
            return await studies.ViewsOf(study, play.StudyVersion).SingleAsync(cancellationToken);
        }
    }
}
