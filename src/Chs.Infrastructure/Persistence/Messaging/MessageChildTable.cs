using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Messaging;

sealed class MessageChildTable : IEntityTypeConfiguration<MessageChild>
{
    public void Configure(EntityTypeBuilder<MessageChild> child)
    {
        child.ToTable("message_children");
        child.HasKey(c => new { c.MessageId, c.ChildId });
        child.HasOne<Message>().WithMany().HasForeignKey(c => c.MessageId).OnDelete(DeleteBehavior.Cascade);
        child.HasOne<Child>().WithMany().HasForeignKey(c => c.ChildId).OnDelete(DeleteBehavior.Cascade);
    }
}
