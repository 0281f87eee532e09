using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>A study as runners and scripts read it: active ones everybody who is logged in, others whoever may see or review them.</summary>
public sealed record ReadStudyForJsonApi(Guid StudyId) : IQuery<JsonApiStudy>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadStudyForJsonApi, Outcome<JsonApiStudy>>
    {
        public async Task<Outcome<JsonApiStudy>> Handle(
            ReadStudyForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindPlayableStudyAsync(request.StudyId, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var number = JsonApiStudy.NumberOf(study);
            var version = await db
                .StudyVersions.AsNoTracking()
                .SingleAsync(v => v.StudyId == study.Id && v.Number == number, cancellationToken);
            return new JsonApiStudy(study, version.Protocol);
        }
    }
}

/// <summary>How a study is run, for whoever may read it as runners do: without its protocol.</summary>
public sealed record ReadStudyType(Guid StudyId) : IQuery<StudyType>
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadStudyType, Outcome<StudyType>>
    {
        public async Task<Outcome<StudyType>> Handle(ReadStudyType request, CancellationToken cancellationToken)
        {
            var found = await db.FindPlayableStudyAsync(request.StudyId, access, cancellationToken);
            return found.Failed ? found.Error : found.Value.Type;
        }
    }
}

static class PlayableStudies
{
    extension(IChsDb db)
    {
        /// <summary>Active ones everybody who is logged in, others whoever may see or review them.</summary>
        public async Task<Outcome<Study>> FindPlayableStudyAsync(
            Guid id,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
            if (study is null)
                return Error.NotFound("study");
            return study.State is StudyState.Active || await access.MayLookAsync(study, cancellationToken)
                ? study
                : Error.NotFound("study");
        }
    }
}

/// <summary>A study and the protocol that runs now.</summary>
public sealed record JsonApiStudy(Study Study, StudyProtocol Protocol)
{
    /// <summary>The contract knows one protocol: what families see now, or else the draft.</summary>
    internal static int NumberOf(Study study) =>
        study.State is StudyState.Active ? study.LiveNumber ?? study.DraftNumber : study.DraftNumber;
}
