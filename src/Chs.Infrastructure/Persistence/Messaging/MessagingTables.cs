using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
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

sealed class IdempotentRequestTable : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> repeated)
    {
        repeated.ToTable("repeated_requests");
        repeated.HasIndex(r => new { r.UserId, r.Key }).IsUnique();
        repeated.Property(r => r.Key).HasMaxLength(200);
    }
}

sealed class MessageTable : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.ToTable("messages");
        message.HasIndex(m => m.Uuid).IsUnique();
        message.Property(m => m.Subject).HasMaxLength(255);
        message.HasOne<User>().WithMany().HasForeignKey(m => m.SenderId).OnDelete(DeleteBehavior.SetNull);
        message.HasOne<Study>().WithMany().HasForeignKey(m => m.StudyId).OnDelete(DeleteBehavior.SetNull);
    }
}

sealed class MessageRecipientTable : IEntityTypeConfiguration<MessageRecipient>
{
    public void Configure(EntityTypeBuilder<MessageRecipient> recipient)
    {
        recipient.ToTable("message_recipients");
        recipient.HasKey(r => new { r.MessageId, r.UserId });
        recipient.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
        recipient.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class MessageChildTable : IEntityTypeConfiguration<MessageChild>
{
    public void Configure(EntityTypeBuilder<MessageChild> about)
    {
        about.ToTable("message_children");
        about.HasKey(a => new { a.MessageId, a.ChildId });
        about.HasOne<Message>().WithMany().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.Cascade);
        about.HasOne<Child>().WithMany().HasForeignKey(a => a.ChildId).OnDelete(DeleteBehavior.Cascade);
    }
}
