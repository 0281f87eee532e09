using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Responses;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Ports;

/// <summary>The database as use cases see it. Who saves and commits is the pipeline (decision 0006 says why there are no repositories).</summary>
public interface IChsDb
{
    DbSet<User> Users { get; }
    DbSet<Credential> Credentials { get; }
    DbSet<SecondFactor> SecondFactors { get; }
    DbSet<Child> Children { get; }
    DbSet<DemographicSnapshot> DemographicSnapshots { get; }
    DbSet<Lab> Labs { get; }
    DbSet<LabMembership> LabMemberships { get; }
    DbSet<LabJoinRequest> LabJoinRequests { get; }
    DbSet<Study> Studies { get; }
    DbSet<StudyVersion> StudyVersions { get; }
    DbSet<StudyMembership> StudyMemberships { get; }
    DbSet<ParticipationCriterion> ParticipationCriteria { get; }
    DbSet<StudyLogEntry> StudyLog { get; }
    DbSet<Build> Builds { get; }
    DbSet<BuildEvent> BuildEvents { get; }
    DbSet<BuildFile> BuildFiles { get; }
    DbSet<StoredArtefact> StoredArtefacts { get; }
    DbSet<Response> Responses { get; }
    DbSet<ResponseEntry> ResponseEntries { get; }
    DbSet<ConsentRuling> ConsentRulings { get; }
    DbSet<Feedback> Feedback { get; }
    DbSet<Video> Videos { get; }
    DbSet<VideoRemoval> VideoRemovals { get; }
    DbSet<ContentPage> ContentPages { get; }
    DbSet<Institution> Institutions { get; }
    DbSet<ExternalIdentity> ExternalIdentities { get; }
    DbSet<Message> Messages { get; }
    DbSet<OutboxMessage> Outbox { get; }
    DbSet<AuditEntry> Audit { get; }
    DbSet<IdempotentRequest> IdempotentRequests { get; }

    /// <summary>Writes what changed, and the aggregates' events to the outbox, in the current transaction or one of its own.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody changed a row since it was read.</exception>
    Task<int> SaveChangesAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that writes. Disposing it without commit undoes everything.</summary>
    Task<IChsTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that only reads, and sees one state of the database until it is disposed.</summary>
    Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was loaded, so that the next read sees the database.</summary>
    void ClearTracked();

    /// <summary>Which unique columns a failed save would have doubled, as <c>table.column[,column]</c>; null when it failed for another reason.</summary>
    string? ViolatedUniqueColumns(DbUpdateException failure);
}

/// <summary>A running transaction.</summary>
public interface IChsTransaction : IAsyncDisposable
{
    Task CommitAsync(CancellationToken cancellationToken);
}
