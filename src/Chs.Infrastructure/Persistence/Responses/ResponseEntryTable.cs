using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class ResponseEntryTable : IEntityTypeConfiguration<ResponseEntry>
{
    public void Configure(EntityTypeBuilder<ResponseEntry> entry)
    {
        entry.ToTable("response_entries");
        entry.HasKey(e => new { e.ResponseId, e.Ordinal });
        entry.Property(e => e.Key).IsFrameId();
        entry.Property(e => e.Payload).IsJsonPayload();
        entry
            .HasOne<Response>()
            .WithMany(r => r.Entries)
            .HasForeignKey(e => e.ResponseId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
