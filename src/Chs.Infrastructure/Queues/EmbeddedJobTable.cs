using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Queues;

sealed class EmbeddedJobTable : IEntityTypeConfiguration<EmbeddedJob>
{
    public void Configure(EntityTypeBuilder<EmbeddedJob> job)
    {
        job.ToTable("jobs");
        job.HasIndex(j => j.AvailableAt).HasFilter("NOT is_buried");
        job.Property(j => j.TimesDelayed).HasColumnName("times_put_off");
        job.Property(j => j.IsDeadLetter).HasColumnName("is_buried");
    }
}
