using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> factor)
    {
        factor.ToTable("second_factors");
        factor.HasKey(f => f.UserId);
        factor.Property(f => f.UserId).ValueGeneratedNever();
        // A code that is sent twice at the same time is accepted only once.
        factor.Property(f => f.LastStep).HasDefaultValue(0L).IsConcurrencyToken();
        factor.Property(f => f.RecoveryDigests).HasJsonConversion().HasDefaultValueSql("'[]'").IsConcurrencyToken();
        factor
            .HasOne<User>()
            .WithOne(u => u.SecondFactor)
            .HasForeignKey<SecondFactor>(f => f.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
