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
        build.HasIndex(b => new { b.StudyId, b.InputDigest });
        // At most one build of a study is active: the database sees to it.
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

sealed class BuildEventTable : IEntityTypeConfiguration<BuildEvent>
{
    public void Configure(EntityTypeBuilder<BuildEvent> happened)
    {
        happened.ToTable("build_events");
        happened.HasKey(e => new { e.BuildId, e.Ordinal });
        happened.Property(e => e.Kind).HasConversion<string>().HasMaxLength(16);
        happened.HasOne<Build>().WithMany().HasForeignKey(e => e.BuildId).OnDelete(DeleteBehavior.Cascade);
    }
}

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

sealed class StoredArtefactTable : IEntityTypeConfiguration<StoredArtefact>
{
    public void Configure(EntityTypeBuilder<StoredArtefact> stored)
    {
        stored.ToTable("stored_artefacts");
        stored.HasKey(a => a.Key);
        stored.HasIndex(a => a.LastUsedAt);
        stored.Property(a => a.Key).HasMaxLength(300);
        stored.Property(a => a.Digest).HasMaxLength(64);
    }
}
