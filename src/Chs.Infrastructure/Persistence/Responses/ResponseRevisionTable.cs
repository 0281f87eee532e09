using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class ResponseRevisionTable : IEntityTypeConfiguration<ResponseRevision>
{
    public void Configure(EntityTypeBuilder<ResponseRevision> revision)
    {
        revision.ToTable("response_revisions");
        revision.HasIndex(r => r.Uuid).IsUnique();
        // Counts those of the same part, and lists those of a response, without reading their values.
        revision.HasIndex(r => new
        {
            r.ResponseId,
            r.Part,
            r.Ordinal,
        });
        revision.Property(r => r.Key).IsFrameId();
        revision.Property(r => r.Payload).IsJsonPayload();
        revision
            .HasOne<Response>()
            .WithMany(r => r.Revisions)
            .HasForeignKey(r => r.ResponseId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
