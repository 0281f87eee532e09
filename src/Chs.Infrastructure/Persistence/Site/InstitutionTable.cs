using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Site;

sealed class InstitutionTable : IEntityTypeConfiguration<Institution>
{
    public void Configure(EntityTypeBuilder<Institution> institution)
    {
        institution.ToTable("institutions");
        institution.HasIndex(i => i.Uuid).IsUnique();
        institution.HasIndex(i => i.Name).IsUnique();
        institution.HasIndex(i => i.Place);
        institution.Property(i => i.Version).IsConcurrencyToken();
        institution.Property(i => i.Name).HasMaxLength(255);
        institution.Property(i => i.Website).HasMaxLength(2000);
        institution.Property(i => i.Section).HasMaxLength(255);
    }
}
