using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

sealed class ResponseTable : IEntityTypeConfiguration<Response>
{
    public void Configure(EntityTypeBuilder<Response> response)
    {
        response.ToTable("responses");
        ConfigureIndexes(response);
        response.Property(r => r.Version).IsConcurrencyToken();
        response.Property(r => r.RecordingMethod).HasMaxLength(50);
        response
            .Property(r => r.Eligibility)
            .HasConversion(
                codes => string.Join(',', codes),
                text => text.Split(',', StringSplitOptions.RemoveEmptyEntries),
                new ValueComparer<IReadOnlyList<string>>((a, b) => a!.SequenceEqual(b!), codes => codes.Count)
            );
        response.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        response.HasOne<Child>().WithMany().HasForeignKey(r => r.ChildId).OnDelete(DeleteBehavior.Restrict);
        response.HasOne<User>().WithMany().HasForeignKey(r => r.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        response
            .HasOne<DemographicSnapshot>()
            .WithMany()
            .HasForeignKey(r => r.DemographicSnapshotId)
            .OnDelete(DeleteBehavior.Restrict);
    }

    static void ConfigureIndexes(EntityTypeBuilder<Response> response)
    {
        response.HasIndex(r => r.Uuid).IsUnique();
        response.HasIndex(r => new { r.StudyId, r.Id });
        // Answers counts of a study's responses without reading the responses.
        response.HasIndex(
            r => new
            {
                r.StudyId,
                r.IsPreview,
                r.CompletedConsentFrame,
                r.Completed,
                r.Ruling,
                r.StudyType,
                r.IsOpen,
            },
            "ix_responses_numbers"
        );
        response.HasIndex(r => r.ParticipantId);
        // At most one open session for each child, study and kind, also when several are started at the same time.
        response
            .HasIndex(r => new
            {
                r.StudyId,
                r.ChildId,
                r.IsPreview,
            })
            .IsUnique()
            .HasFilter("is_open");
    }
}
