using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Reads the researcher's text that one of the play's sessions runs.</summary>
public sealed record ReadPlayedExperiment(Guid ResponseId) : IQuery<string>, IPlayOnly
{
    internal sealed class Handler(IChsDb db, Actor actor) : IRequestHandler<ReadPlayedExperiment, Outcome<string>>
    {
        public async Task<Outcome<string>> Handle(ReadPlayedExperiment request, CancellationToken cancellationToken)
        {
            var text = await (
                from response in db.Responses.Where(actor.Play!.Writable(actor.Key))
                where response.Uuid == request.ResponseId
                join version in db.StudyVersions
                    on new { response.StudyId, Number = response.StudyVersion } equals new
                    {
                        version.StudyId,
                        version.Number,
                    }
                select version.Experiment
            ).SingleOrDefaultAsync(cancellationToken);
            return text is null ? Error.NotFound("response") : text;
        }
    }
}
