using System.Linq.Expressions;
using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Plays;
using Chs.Domain.Responses;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Ports;

/// <summary>The database.</summary>
/// <remarks>Use cases change entities; the pipeline saves and commits. Decision 0006 says why there are no repositories.</remarks>
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
    DbSet<LabToken> LabTokens { get; }
    DbSet<Study> Studies { get; }
    DbSet<StudyVersion> StudyVersions { get; }
    DbSet<StudyMembership> StudyMemberships { get; }
    DbSet<ParticipationCriterion> ParticipationCriteria { get; }
    DbSet<StudyLogEntry> StudyLog { get; }
    DbSet<Build> Builds { get; }
    DbSet<BuildEvent> BuildEvents { get; }
    DbSet<BuildFile> BuildFiles { get; }
    DbSet<StoredArtefact> StoredArtefacts { get; }
    DbSet<Play> Plays { get; }
    DbSet<PlayTicket> PlayTickets { get; }
    DbSet<Response> Responses { get; }
    DbSet<ResponseEntry> ResponseEntries { get; }
    DbSet<ResponseRevision> ResponseRevisions { get; }
    DbSet<ResponseEligibility> ResponseEligibility { get; }
    DbSet<BrowserError> BrowserErrors { get; }
    DbSet<ConsentRuling> ConsentRulings { get; }
    DbSet<Feedback> Feedback { get; }
    DbSet<Video> Videos { get; }
    DbSet<VideoRemoval> VideoRemovals { get; }
    DbSet<ContentPage> ContentPages { get; }
    DbSet<TextAcceptance> TextAcceptances { get; }
    DbSet<Institution> Institutions { get; }
    DbSet<ExternalIdentity> ExternalIdentities { get; }
    DbSet<Message> Messages { get; }
    DbSet<OutboxMessage> Outbox { get; }
    DbSet<AuditEntry> Audit { get; }
    DbSet<IdempotentRequest> IdempotentRequests { get; }
    DbSet<QuotaUse> QuotaUses { get; }

    /// <summary>
    /// Saves all changes, and the aggregates' events to the outbox, in the current transaction; without one, in a
    /// transaction of its own.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">A row has been changed by somebody else since it was read.</exception>
    Task<int> SaveChangesAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction for writing.</summary>
    Task<IChsTransaction> BeginTransactionAsync(CancellationToken cancellationToken);

    /// <summary>Begins a read-only transaction that sees the same state of the database until it is disposed.</summary>
    Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Loads a collection of a tracked entity, which is empty afterwards if there is nothing to load.</summary>
    Task LoadAsync<TEntity, TElement>(
        TEntity entity,
        Expression<Func<TEntity, IEnumerable<TElement>>> collection,
        CancellationToken cancellationToken
    )
        where TEntity : class
        where TElement : class;

    /// <summary>Stops tracking all loaded entities, so that the next query reads them again.</summary>
    void ClearTracked();

    /// <summary>
    /// Names the columns of the unique index that a failed save violated, as <c>table.column[,column]</c>; null when the
    /// save failed for another reason.
    /// </summary>
    string? ViolatedUniqueColumns(DbUpdateException failure);
}
