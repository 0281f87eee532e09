using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Site;

sealed class ContentPageTable : IEntityTypeConfiguration<ContentPage>
{
    public void Configure(EntityTypeBuilder<ContentPage> page)
    {
        page.ToTable("content_pages");
        page.HasIndex(p => p.Uuid).IsUnique();
        page.HasIndex(p => new { p.Slug, p.Language }).IsUnique();
        page.Property(p => p.Version).IsConcurrencyToken();
        page.Property(p => p.Slug).HasMaxLength(100);
        page.Property(p => p.Language).HasMaxLength(35);
        page.Property(p => p.Title).HasMaxLength(255);
    }
}
