using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class ConsentRulingTable : IEntityTypeConfiguration<ConsentRuling>
{
    public void Configure(EntityTypeBuilder<ConsentRuling> ruling)
    {
        ruling.ToTable("consent_rulings");
        ruling.HasIndex(r => r.Uuid).IsUnique();
        ruling.HasIndex(r => new { r.ResponseId, r.CreatedAt });
        ruling.HasOne<Response>().WithMany().HasForeignKey(r => r.ResponseId).OnDelete(DeleteBehavior.Cascade);
        ruling.HasOne<User>().WithMany().HasForeignKey(r => r.ArbiterId).OnDelete(DeleteBehavior.SetNull);
    }
}
