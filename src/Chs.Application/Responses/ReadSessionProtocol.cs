using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Reads the protocol that one of the actor's own sessions runs.</summary>
public sealed record ReadSessionProtocol(Guid ResponseId) : IQuery<SessionProtocolView>
{
    internal sealed class Handler(IChsDb db, Actor actor)
        : IRequestHandler<ReadSessionProtocol, Outcome<SessionProtocolView>>
    {
        public async Task<Outcome<SessionProtocolView>> Handle(
            ReadSessionProtocol request,
            CancellationToken cancellationToken
        )
        {
            var play = await (
                from response in db.Responses
                where response.Uuid == request.ResponseId && response.ParticipantId == actor.Key
                join study in db.Studies on response.StudyId equals study.Id
                join version in db.StudyVersions
                    on new { response.StudyId, Number = response.StudyVersion } equals new
                    {
                        version.StudyId,
                        version.Number,
                    }
                select new SessionProtocolView(study.Type, study.Details.Name, version.Experiment)
            ).SingleOrDefaultAsync(cancellationToken);
            return play is null ? Error.NotFound("response") : play;
        }
    }
}

/// <summary>The protocol that a session runs.</summary>
/// <param name="Experiment">JavaScript of a jsPsych study.</param>
public sealed record SessionProtocolView(StudyType Type, string StudyName, string Experiment);
