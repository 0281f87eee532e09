using Chs.Domain.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Auditing;

sealed class AuditTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit");
        entry.HasIndex(e => new { e.Subject, e.At });
        entry.HasIndex(e => new { e.Actor, e.At });
        entry.HasIndex(e => e.ChainNumber).IsUnique();
        // Of two processes that seal at the same time, the second one fails.
        entry.Property(e => e.ChainNumber).IsConcurrencyToken();
        entry.Property(e => e.Digest).HasMaxLength(32);
        entry.Property(e => e.Action).HasMaxLength(100);
    }
}
