using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Videos;

sealed class VideoRemovalTable : IEntityTypeConfiguration<VideoRemoval>
{
    public void Configure(EntityTypeBuilder<VideoRemoval> removal)
    {
        removal.ToTable("video_removals");
        removal.HasIndex(r => r.DueAt);
        removal.Property(r => r.FullName).HasMaxLength(255);
    }
}
