using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Studies;

sealed class StudyMembershipTable : IEntityTypeConfiguration<StudyMembership>
{
    public void Configure(EntityTypeBuilder<StudyMembership> membership)
    {
        membership.ToTable("study_memberships");
        membership.HasKey(m => new
        {
            m.StudyId,
            m.UserId,
            m.Role,
        });
        membership.HasIndex(m => m.UserId);
        membership
            .HasOne<Study>()
            .WithMany(s => s.Researchers)
            .HasForeignKey(m => m.StudyId)
            .OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
