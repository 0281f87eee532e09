using System.Text;
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
        response.HasIndex(r => r.Uuid).IsUnique();
        response.HasIndex(r => new { r.StudyId, r.Id });
        response.HasIndex(
            r => new
            {
                r.StudyId,
                r.IsPreview,
                r.CompletedConsentFrame,
                r.Completed,
                r.Ruling,
            },
            "ix_responses_numbers"
        ); // a study's numbers without its responses
        response.HasIndex(r => r.ParticipantId);
        // One open session of a child, study and kind, whoever is fastest.
        response
            .HasIndex(r => new
            {
                r.StudyId,
                r.ChildId,
                r.IsPreview,
            })
            .IsUnique()
            .HasFilter("is_open");
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
}

sealed class ResponseEntryTable : IEntityTypeConfiguration<ResponseEntry>
{
    public void Configure(EntityTypeBuilder<ResponseEntry> entry)
    {
        entry.ToTable("response_entries");
        entry.HasKey(e => new { e.ResponseId, e.Ordinal });
        // Text on both databases: order, duplicates and number formats survive, and people can read it.
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
        entry.HasOne<Response>().WithMany().HasForeignKey(e => e.ResponseId).OnDelete(DeleteBehavior.Cascade);
    }
}

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

sealed class FeedbackTable : IEntityTypeConfiguration<Feedback>
{
    public void Configure(EntityTypeBuilder<Feedback> feedback)
    {
        feedback.ToTable("feedback");
        feedback.HasIndex(f => f.Uuid).IsUnique();
        feedback.Property(f => f.Version).IsConcurrencyToken();
        feedback.HasOne<Response>().WithMany().HasForeignKey(f => f.ResponseId).OnDelete(DeleteBehavior.Cascade);
        feedback.HasOne<User>().WithMany().HasForeignKey(f => f.ResearcherId).OnDelete(DeleteBehavior.SetNull);
    }
}
