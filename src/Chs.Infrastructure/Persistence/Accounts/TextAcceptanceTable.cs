using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

sealed class TextAcceptanceTable : IEntityTypeConfiguration<TextAcceptance>
{
    public void Configure(EntityTypeBuilder<TextAcceptance> acceptance)
    {
        acceptance.ToTable("text_acceptances");
        acceptance.HasIndex(a => a.UserId);
        acceptance.Property(a => a.Slug).HasMaxLength(100);
        acceptance.Property(a => a.Language).HasMaxLength(35);
        acceptance.HasOne<User>("Owner").WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
