using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Videos;

sealed class VideoTable : IEntityTypeConfiguration<Video>
{
    public void Configure(EntityTypeBuilder<Video> video)
    {
        video.ToTable("videos");
        video.HasIndex(v => v.Uuid).IsUnique();
        video.HasIndex(v => v.FullName).IsUnique();
        video.HasIndex(v => v.PipeName).IsUnique();
        video.HasIndex(v => v.ResponseId);
        video.Property(v => v.Version).IsConcurrencyToken();
        video.Property(v => v.FullName).HasMaxLength(255);
        video.Property(v => v.FrameId).HasMaxLength(255);
        video.Property(v => v.PipeName).HasMaxLength(255);
        video.HasOne<Study>().WithMany().HasForeignKey(v => v.StudyId).OnDelete(DeleteBehavior.Restrict);
        video.HasOne<Response>().WithMany().HasForeignKey(v => v.ResponseId).OnDelete(DeleteBehavior.Restrict);
    }
}
