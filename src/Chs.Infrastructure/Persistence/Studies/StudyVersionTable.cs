using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Studies;

sealed class StudyVersionTable : IEntityTypeConfiguration<StudyVersion>
{
    public void Configure(EntityTypeBuilder<StudyVersion> version)
    {
        version.ToTable("study_versions");
        version.HasIndex(v => new { v.StudyId, v.Number }).IsUnique();
        version.Property(v => v.Digest).HasMaxLength(64);
        version.Property(v => v.RunnerRepository).HasDefaultValue("");
        version.Property(v => v.Note).HasMaxLength(1000).HasDefaultValue("");
        version.HasOne<User>().WithMany().HasForeignKey(v => v.AuthorId).OnDelete(DeleteBehavior.SetNull);
        version.Ignore(v => v.Protocol);
        version
            .HasOne<Study>()
            .WithMany(s => s.Versions)
            .HasForeignKey(v => v.StudyId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
