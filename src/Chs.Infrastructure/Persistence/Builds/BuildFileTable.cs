using Chs.Domain.Builds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Builds;

sealed class BuildFileTable : IEntityTypeConfiguration<BuildFile>
{
    public void Configure(EntityTypeBuilder<BuildFile> file)
    {
        file.ToTable("build_files");
        file.HasKey(f => new { f.BuildId, f.Path });
        file.HasIndex(f => f.Digest);
        file.Property(f => f.Path).HasMaxLength(500);
        file.Property(f => f.Digest).HasMaxLength(64);
        file.Property(f => f.ContentType).HasMaxLength(150);
        file.HasOne<Build>().WithMany().HasForeignKey(f => f.BuildId).OnDelete(DeleteBehavior.Cascade);
    }
}
