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
