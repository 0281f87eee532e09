using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Studies;

sealed class StudyLogTable : IEntityTypeConfiguration<StudyLogEntry>
{
    public void Configure(EntityTypeBuilder<StudyLogEntry> entry)
    {
        entry.ToTable("study_log");
        entry.HasIndex(e => e.Uuid).IsUnique();
        entry.HasIndex(e => new { e.StudyId, e.CreatedAt });
        entry.Property(e => e.Action).HasMaxLength(128);
        entry.HasOne<Study>().WithMany().HasForeignKey(e => e.StudyId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<User>().WithMany().HasForeignKey(e => e.UserId).OnDelete(DeleteBehavior.SetNull);
    }
}
