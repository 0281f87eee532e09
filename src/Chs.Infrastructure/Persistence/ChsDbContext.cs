using System.Linq.Expressions;
using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain;
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
using Chs.Infrastructure.Persistence.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Chs.Infrastructure.Persistence;

/// <summary>The model of all tables. Two derived contexts exist so that each database has its own migrations.</summary>
public abstract class ChsDbContext(DbContextOptions options) : DbContext(options), IChsDb
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Credential> Credentials => Set<Credential>();
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();
    public DbSet<Child> Children => Set<Child>();
    public DbSet<DemographicSnapshot> DemographicSnapshots => Set<DemographicSnapshot>();
    public DbSet<Lab> Labs => Set<Lab>();
    public DbSet<LabMembership> LabMemberships => Set<LabMembership>();
    public DbSet<LabJoinRequest> LabJoinRequests => Set<LabJoinRequest>();
    public DbSet<LabToken> LabTokens => Set<LabToken>();
    public DbSet<Study> Studies => Set<Study>();
    public DbSet<StudyVersion> StudyVersions => Set<StudyVersion>();
    public DbSet<StudyMembership> StudyMemberships => Set<StudyMembership>();
    public DbSet<ParticipationCriterion> ParticipationCriteria => Set<ParticipationCriterion>();
    public DbSet<StudyLogEntry> StudyLog => Set<StudyLogEntry>();
    public DbSet<Build> Builds => Set<Build>();
    public DbSet<BuildEvent> BuildEvents => Set<BuildEvent>();
    public DbSet<BuildFile> BuildFiles => Set<BuildFile>();
    public DbSet<StoredArtefact> StoredArtefacts => Set<StoredArtefact>();
    public DbSet<Play> Plays => Set<Play>();
    public DbSet<PlayTicket> PlayTickets => Set<PlayTicket>();
    public DbSet<Response> Responses => Set<Response>();
    public DbSet<ResponseEntry> ResponseEntries => Set<ResponseEntry>();
    public DbSet<ResponseRevision> ResponseRevisions => Set<ResponseRevision>();
    public DbSet<ResponseEligibility> ResponseEligibility => Set<ResponseEligibility>();
    public DbSet<BrowserError> BrowserErrors => Set<BrowserError>();
    public DbSet<ConsentRuling> ConsentRulings => Set<ConsentRuling>();
    public DbSet<Feedback> Feedback => Set<Feedback>();
    public DbSet<Video> Videos => Set<Video>();
    public DbSet<VideoRemoval> VideoRemovals => Set<VideoRemoval>();
    public DbSet<ContentPage> ContentPages => Set<ContentPage>();
    public DbSet<TextAcceptance> TextAcceptances => Set<TextAcceptance>();
    public DbSet<Institution> Institutions => Set<Institution>();
    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    public DbSet<QuotaUse> QuotaUses => Set<QuotaUse>();

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(CancellationToken cancellationToken = default)
    {
        // A list, because logging adds entities.
        foreach (var entry in ChangeTracker.Entries<Aggregate>().ToList())
        foreach (var domainEvent in entry.Entity.TakeEvents())
            Write(domainEvent, entry.Entity);

        return await base.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes an event wherever events are kept: the outbox, the audit log, the study log.</summary>
    void Write(DomainEvent domainEvent, Aggregate raisedBy)
    {
        var body = JsonSerializer.Serialize(domainEvent, domainEvent.GetType());
        Outbox.Add(OutboxMessage.Of(domainEvent.GetType().Name, body, domainEvent.At));
        Audit.Add(EventAuditing.Audit(domainEvent, body));
        if (raisedBy is Study study)
            WriteToStudyLog(domainEvent, study);
        if (raisedBy is Build build && StudyLogEntry.Of(domainEvent, build.StudyId) is { } entry)
            StudyLog.Add(entry);
    }

    void WriteToStudyLog(DomainEvent domainEvent, Study study)
    {
        if (StudyLogEntry.Of(domainEvent, study.Id) is not { } entry)
            return;
        var logged = StudyLog.Add(entry);
        // A new study has a temporary key, which the database's replaces here too.
        var key = Entry(study).Property(s => s.Id);
        if (!key.IsTemporary)
            return;
        logged.Property(e => e.StudyId).CurrentValue = key.CurrentValue;
        logged.Property(e => e.StudyId).IsTemporary = true;
    }

    /// <inheritdoc/>
    public async Task<IChsTransaction> BeginTransactionAsync(CancellationToken cancellationToken) =>
        new ChsTransaction(await Database.BeginTransactionAsync(cancellationToken));

    /// <inheritdoc/>
    public abstract Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task LoadAsync<TEntity, TElement>(
        TEntity entity,
        Expression<Func<TEntity, IEnumerable<TElement>>> collection,
        CancellationToken cancellationToken
    )
        where TEntity : class
        where TElement : class
    {
        var entry = Entry(entity).Collection(collection);
        await entry.LoadAsync(cancellationToken);
        // Where nothing is found, nothing is created either.
        entry.CurrentValue ??= new List<TElement>();
    }

    /// <inheritdoc/>
    public void ClearTracked() => ChangeTracker.Clear();

    /// <inheritdoc/>
    public abstract string? ViolatedUniqueColumns(DbUpdateException failure);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<ulong>().HaveConversion<long>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ChsDbContext).Assembly);

    sealed class ChsTransaction(IDbContextTransaction transaction) : IChsTransaction
    {
        public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
