using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Labs;

sealed class LabTable : IEntityTypeConfiguration<Lab>
{
    public void Configure(EntityTypeBuilder<Lab> lab)
    {
        lab.ToTable("labs");
        lab.HasIndex(l => l.Uuid).IsUnique();
        lab.HasIndex(l => l.Name).IsUnique();
        lab.HasIndex(l => l.ContactEmail).IsUnique();
        lab.Property(l => l.Version).IsConcurrencyToken();
        lab.Property(l => l.Name).HasMaxLength(255);
        lab.Property(l => l.ContactEmail).HasMaxLength(254);
    }
}

sealed class LabMembershipTable : IEntityTypeConfiguration<LabMembership>
{
    public void Configure(EntityTypeBuilder<LabMembership> membership)
    {
        membership.ToTable("lab_memberships");
        membership.HasKey(m => new { m.LabId, m.UserId });
        membership.HasIndex(m => m.UserId);
        membership.HasOne<Lab>().WithMany().HasForeignKey(m => m.LabId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
