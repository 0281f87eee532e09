using System.Text;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Reads an earlier value of a session's data. Needs the right to read the response. Leaves an entry in the audit log.
/// </summary>
public sealed record ReadResponseRevision(Guid StudyId, Guid ResponseId, Guid RevisionId)
    : IQuery<RevisionView>,
        IAudited,
        IWithinScope
{
    string IAudited.AuditAction => "read response";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Handler(ResponseFinder finder, IChsDb db)
        : IRequestHandler<ReadResponseRevision, Outcome<RevisionView>>
    {
        public async Task<Outcome<RevisionView>> Handle(
            ReadResponseRevision request,
            CancellationToken cancellationToken
        )
        {
            var found = await finder.FindReadableKeyAsync(request.StudyId, request.ResponseId, cancellationToken);
            if (found.Failed)
                return found.Error;

            var revision = await db
                .ResponseRevisions.AsNoTracking()
                .SingleOrDefaultAsync(
                    r => r.ResponseId == found.Value && r.Uuid == request.RevisionId,
                    cancellationToken
                );
            if (revision is null)
                return Error.NotFound("revision");
            return new RevisionView
            {
                Id = revision.Uuid,
                Part = revision.Part,
                Entry = revision.Ordinal,
                FrameId = revision.Key,
                Label = revision.Label,
                Bytes = revision.Bytes,
                ReceivedAt = revision.ReceivedAt,
                ReplacedAt = revision.ReplacedAt,
                Value = new RawJson(Encoding.UTF8.GetString(revision.Payload)),
            }.Readable();
        }
    }
}

/// <summary>An earlier value of a session's data.</summary>
public sealed record RevisionView : RevisionListItem
{
    /// <summary>The value as the player sent it.</summary>
    public required RawJson Value { get; init; }
}
