using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class BrowserErrorTable : IEntityTypeConfiguration<BrowserError>
{
    public void Configure(EntityTypeBuilder<BrowserError> error)
    {
        error.ToTable("browser_errors");
        error.Property(e => e.Message).HasMaxLength(BrowserError.MaximumTextLength);
        error.Property(e => e.Place).HasMaxLength(BrowserError.MaximumTextLength);
        error.Property(e => e.Browser).HasMaxLength(BrowserError.MaximumBrowserLength);
        error.HasIndex(e => e.ResponseId);
        // Answers counts of a study's errors without reading their texts.
        error.HasIndex(e => new { e.StudyId, e.ResponseId });
        error.HasOne<Response>().WithMany().HasForeignKey(e => e.ResponseId).OnDelete(DeleteBehavior.Cascade);
        error.HasOne<Study>().WithMany().HasForeignKey(e => e.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}
