using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class FeedbackTable : IEntityTypeConfiguration<Feedback>
{
    public void Configure(EntityTypeBuilder<Feedback> feedback)
    {
        feedback.ToTable("feedback");
        feedback.HasIndex(f => f.Uuid).IsUnique();
        feedback.Property(f => f.Version).IsConcurrencyToken();
        feedback.HasOne<Response>().WithMany().HasForeignKey(f => f.ResponseId).OnDelete(DeleteBehavior.Cascade);
        feedback.HasOne<User>().WithMany().HasForeignKey(f => f.ResearcherId).OnDelete(DeleteBehavior.SetNull);
    }
}
