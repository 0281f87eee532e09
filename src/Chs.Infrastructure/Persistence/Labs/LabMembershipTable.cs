using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Labs;

sealed class LabMembershipTable : IEntityTypeConfiguration<LabMembership>
{
    public void Configure(EntityTypeBuilder<LabMembership> membership)
    {
        membership.ToTable("lab_memberships");
        membership.HasKey(m => new
        {
            m.LabId,
            m.UserId,
            m.Role,
        });
        membership.HasIndex(m => m.UserId);
        membership.HasOne<Lab>().WithMany(l => l.Members).HasForeignKey(m => m.LabId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<User>("Researcher").WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
