using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Labs;

sealed class LabTokenTable : IEntityTypeConfiguration<LabToken>
{
    public void Configure(EntityTypeBuilder<LabToken> token)
    {
        token.ToTable("lab_tokens");
        token.HasIndex(t => t.Digest).IsUnique();
        token.HasIndex(t => t.Uuid).IsUnique();
        // The database refuses lost updates, as when two people confirm a key at once.
        token.Property(t => t.Version).IsConcurrencyToken();
        token.Property(t => t.Label).HasMaxLength(100);
        token.Property(t => t.Studies).HasJsonConversion().HasDefaultValueSql("'[]'");
        token.Ignore(t => t.Scope);
        token.HasOne<User>().WithMany().HasForeignKey(t => t.MakerId).OnDelete(DeleteBehavior.SetNull);
        token.HasOne<User>().WithMany().HasForeignKey(t => t.KeeperId).OnDelete(DeleteBehavior.SetNull);
        token.HasOne<Lab>().WithMany().HasForeignKey(t => t.LabId).OnDelete(DeleteBehavior.Cascade);
    }
}
