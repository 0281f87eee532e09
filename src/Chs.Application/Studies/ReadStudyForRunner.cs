using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>A study as runners and scripts read it: active ones everybody who is logged in, others whoever may see or review them.</summary>
public sealed record ReadStudyForRunner(Guid StudyId) : IQuery<RunnerStudy>
{
    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ReadStudyForRunner, Outcome<RunnerStudy>>
    {
        public async Task<Outcome<RunnerStudy>> Handle(ReadStudyForRunner request, CancellationToken cancellationToken)
        {
            if (access.Actor is null) return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null) return Error.NotFound("study");
            var active = study.State is StudyState.Active;
            if (!active && !await access.MayLookAsync(study, cancellationToken)) return Error.NotFound("study");

            var number = RunnerStudy.NumberOf(study);
            var version = await db.StudyVersions.AsNoTracking().SingleAsync(v => v.StudyId == study.Id && v.Number == number, cancellationToken);
            return new RunnerStudy(study, version.Protocol);
        }
    }
}

/// <summary>A study and the protocol that runs now.</summary>
public sealed record RunnerStudy(Study Study, StudyProtocol Protocol)
{
    /// <summary>The contract knows one protocol: what families see now, or else the draft.</summary>
    internal static int NumberOf(Study study) => study.State is StudyState.Active ? study.LiveNumber ?? study.DraftNumber : study.DraftNumber;
}
