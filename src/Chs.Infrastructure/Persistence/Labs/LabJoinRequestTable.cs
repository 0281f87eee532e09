using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Labs;

sealed class LabJoinRequestTable : IEntityTypeConfiguration<LabJoinRequest>
{
    public void Configure(EntityTypeBuilder<LabJoinRequest> request)
    {
        request.ToTable("lab_join_requests");
        request.HasKey(r => new { r.LabId, r.UserId });
        request
            .HasOne<Lab>()
            .WithMany(l => l.JoinRequests)
            .HasForeignKey(r => r.LabId)
            .OnDelete(DeleteBehavior.Cascade);
        request.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
