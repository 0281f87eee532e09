using Chs.Application.Pipeline;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Messaging;

sealed class OutboxTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("outbox");
        message.HasIndex(m => m.Uuid).IsUnique();
        message.HasIndex(m => m.LeasedUntil).HasFilter("delivered_at IS NULL");
        message.Property(m => m.Kind).HasMaxLength(100);
    }
}

sealed class RepeatedRequestTable : IEntityTypeConfiguration<RepeatedRequest>
{
    public void Configure(EntityTypeBuilder<RepeatedRequest> repeated)
    {
        repeated.ToTable("repeated_requests");
        repeated.HasIndex(r => new { r.UserId, r.Key }).IsUnique();
        repeated.Property(r => r.Key).HasMaxLength(200);
    }
}
