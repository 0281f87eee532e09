using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Builds;

sealed class BuildTable : IEntityTypeConfiguration<Build>
{
    public void Configure(EntityTypeBuilder<Build> build)
    {
        build.ToTable("builds");
        build.HasIndex(b => b.Uuid).IsUnique();
        build.HasIndex(b => new { b.InputDigest, b.StudyId });
        // The database guarantees that at most one build of a study is active.
        build
            .HasIndex(b => b.StudyId, "ix_builds_active")
            .IsUnique()
            .HasFilter("state IN ('Requested', 'Queued', 'Running')");
        build.Property(b => b.Version).IsConcurrencyToken();
        build.Property(b => b.State).HasConversion<string>().HasMaxLength(16);
        build.Property(b => b.Stage).HasConversion<string>().HasMaxLength(16);
        build.Property(b => b.Commit).HasMaxLength(40);
        build.Property(b => b.FailureCode).HasMaxLength(100);
        build.Property(b => b.InputDigest).HasMaxLength(64);
        build.HasOne<Study>().WithMany().HasForeignKey(b => b.StudyId).OnDelete(DeleteBehavior.Restrict);
        build.HasOne<User>().WithMany().HasForeignKey(b => b.RequestedBy).OnDelete(DeleteBehavior.SetNull);
    }
}
