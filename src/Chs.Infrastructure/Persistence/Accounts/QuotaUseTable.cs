using Chs.Application.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

sealed class QuotaUseTable : IEntityTypeConfiguration<QuotaUse>
{
    public void Configure(EntityTypeBuilder<QuotaUse> use)
    {
        use.ToTable("quota_uses");
        use.HasKey(u => u.Digest);
        use.Property(u => u.Digest).HasMaxLength(64);
        // Those that have ended are deleted every hour.
        use.HasIndex(u => u.EndsAt);
    }
}
