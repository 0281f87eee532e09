using Chs.Domain.Builds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Builds;

sealed class StoredArtefactTable : IEntityTypeConfiguration<StoredArtefact>
{
    public void Configure(EntityTypeBuilder<StoredArtefact> stored)
    {
        stored.ToTable("stored_artefacts");
        stored.HasKey(a => a.Key);
        stored.HasIndex(a => a.LastUsedAt);
        stored.Property(a => a.Key).HasMaxLength(300);
        stored.Property(a => a.Digest).HasMaxLength(64);
    }
}
