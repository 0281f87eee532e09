using Chs.Domain.Builds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Builds;

sealed class BuildEventTable : IEntityTypeConfiguration<BuildEvent>
{
    public void Configure(EntityTypeBuilder<BuildEvent> buildEvent)
    {
        buildEvent.ToTable("build_events");
        buildEvent.HasKey(e => new { e.BuildId, e.Ordinal });
        buildEvent.Property(e => e.Kind).HasConversion<string>().HasMaxLength(16);
        buildEvent
            .HasOne<Build>()
            .WithMany(b => b.NewEvents)
            .HasForeignKey(e => e.BuildId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
