using System.Text;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class ResponseEntryTable : IEntityTypeConfiguration<ResponseEntry>
{
    public void Configure(EntityTypeBuilder<ResponseEntry> entry)
    {
        entry.ToTable("response_entries");
        entry.HasKey(e => new { e.ResponseId, e.Ordinal });
        entry.Property(e => e.Key).HasConversion(key => StoredKey.Of(key!), stored => StoredKey.Read(stored!));
        // Text and not JSON, on both databases: it keeps member order, duplicate members and number formats.
        entry
            .Property(e => e.Payload)
            .HasConversion(
                bytes => Encoding.UTF8.GetString(bytes),
                text => Encoding.UTF8.GetBytes(text),
                new ValueComparer<byte[]>(
                    (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
                    bytes => bytes.Length,
                    bytes => bytes
                )
            );
        entry
            .HasOne<Response>()
            .WithMany(r => r.Entries)
            .HasForeignKey(e => e.ResponseId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
