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
