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
        lab.HasIndex(l => l.Slug).IsUnique();
        lab.Property(l => l.Slug).HasMaxLength(255);
        lab.Property(l => l.IrbContact).HasDefaultValue("");
    }
}

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
        membership.HasOne<Lab>().WithMany().HasForeignKey(m => m.LabId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class LabJoinRequestTable : IEntityTypeConfiguration<LabJoinRequest>
{
    public void Configure(EntityTypeBuilder<LabJoinRequest> request)
    {
        request.ToTable("lab_join_requests");
        request.HasKey(r => new { r.LabId, r.UserId });
        request.HasOne<Lab>().WithMany().HasForeignKey(r => r.LabId).OnDelete(DeleteBehavior.Cascade);
        request.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
