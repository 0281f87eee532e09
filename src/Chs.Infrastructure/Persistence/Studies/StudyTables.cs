using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Studies;

sealed class StudyTable : IEntityTypeConfiguration<Study>
{
    public void Configure(EntityTypeBuilder<Study> study)
    {
        study.ToTable("studies");
        study.HasIndex(s => s.Uuid).IsUnique();
        study.HasIndex(s => new { s.State, s.IsPublic });
        study.HasIndex(s => s.ProposedNumber).HasFilter("proposed_number IS NOT NULL");
        study.Property(s => s.Version).IsConcurrencyToken(); // lost updates are refused by the database
        study.Property(s => s.State).HasConversion<string>().HasMaxLength(16);
        study.Property(s => s.Priority).HasDefaultValue(99).HasSentinel(99);
        study.Property(s => s.Comments).HasDefaultValue("");
        study.Property(s => s.Declarations).HasDefaultValue("{}");
        study.Property(s => s.Type).HasConversion<int>(); // 1, 2, 3: the reference's numbers
        study.ComplexProperty(
            s => s.Details,
            details =>
            {
                details.Property(d => d.Name).HasMaxLength(255).HasColumnName("name");
                details.Property(d => d.PreviewSummary).HasMaxLength(300).HasColumnName("preview_summary");
                details.Property(d => d.ShortDescription).HasColumnName("short_description");
                details.Property(d => d.Purpose).HasColumnName("purpose");
                details.Property(d => d.Criteria).HasColumnName("criteria");
                details.Property(d => d.CriteriaExpression).HasColumnName("criteria_expression").HasDefaultValue("");
                details.Property(d => d.Compensation).HasColumnName("compensation");
                details.Property(d => d.Duration).HasColumnName("duration");
                details.Property(d => d.ContactInfo).HasColumnName("contact_info");
                details.Property(d => d.ExitUrl).HasColumnName("exit_url");
                details.Property(d => d.IrbNumber).HasMaxLength(255).HasColumnName("irb_number").HasDefaultValue("");
                details.Property(d => d.IrbUntil).HasColumnName("irb_until");
                details.ComplexProperty(
                    d => d.External,
                    external =>
                    {
                        external.Property(e => e.IsScheduled).HasColumnName("is_scheduled");
                        external.Property(e => e.Scheduling).HasColumnName("scheduling").HasDefaultValue("");
                        external.Property(e => e.Platform).HasColumnName("platform").HasDefaultValue("");
                        external.Property(e => e.OtherScheduling).HasColumnName("other_scheduling").HasDefaultValue("");
                        external.Property(e => e.OtherPlatform).HasColumnName("other_platform").HasDefaultValue("");
                    }
                );
            }
        );
        study.ComplexProperty(
            s => s.Ages,
            ages =>
            {
                ages.ComplexProperty(
                    a => a.From,
                    age =>
                    {
                        age.Property(a => a.Years).HasColumnName("min_age_years");
                        age.Property(a => a.Months).HasColumnName("min_age_months");
                        age.Property(a => a.Days).HasColumnName("min_age_days");
                    }
                );
                ages.ComplexProperty(
                    a => a.To,
                    age =>
                    {
                        age.Property(a => a.Years).HasColumnName("max_age_years");
                        age.Property(a => a.Months).HasColumnName("max_age_months");
                        age.Property(a => a.Days).HasColumnName("max_age_days");
                    }
                );
            }
        );
        study.HasOne<Lab>().WithMany().HasForeignKey(s => s.LabId).OnDelete(DeleteBehavior.Restrict); // a key, no navigation
        study.HasOne<User>().WithMany().HasForeignKey(s => s.CreatorId).OnDelete(DeleteBehavior.SetNull);
    }
}

sealed class StudyVersionTable : IEntityTypeConfiguration<StudyVersion>
{
    public void Configure(EntityTypeBuilder<StudyVersion> version)
    {
        version.ToTable("study_versions");
        version.HasIndex(v => new { v.StudyId, v.Number }).IsUnique();
        version.Property(v => v.Digest).HasMaxLength(64);
        version.Property(v => v.RunnerRepository).HasDefaultValue("");
        version.Property(v => v.Note).HasMaxLength(1000).HasDefaultValue("");
        version.HasOne<User>().WithMany().HasForeignKey(v => v.AuthorId).OnDelete(DeleteBehavior.SetNull);
        version.Ignore(v => v.Protocol);
        version.HasOne<Study>().WithMany().HasForeignKey(v => v.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

sealed class StudyMembershipTable : IEntityTypeConfiguration<StudyMembership>
{
    public void Configure(EntityTypeBuilder<StudyMembership> membership)
    {
        membership.ToTable("study_memberships");
        membership.HasKey(m => new
        {
            m.StudyId,
            m.UserId,
            m.Role,
        });
        membership.HasIndex(m => m.UserId);
        membership.HasOne<Study>().WithMany().HasForeignKey(m => m.StudyId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class ParticipationCriterionTable : IEntityTypeConfiguration<ParticipationCriterion>
{
    public void Configure(EntityTypeBuilder<ParticipationCriterion> criterion)
    {
        criterion.ToTable("participation_criteria");
        criterion.HasKey(c => new
        {
            c.StudyId,
            c.OtherStudyId,
            c.IsRequired,
        });
        criterion.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Cascade);
        criterion.HasOne<Study>().WithMany().HasForeignKey(c => c.OtherStudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

sealed class StudyLogTable : IEntityTypeConfiguration<StudyLogEntry>
{
    public void Configure(EntityTypeBuilder<StudyLogEntry> entry)
    {
        entry.ToTable("study_log");
        entry.HasIndex(e => e.Uuid).IsUnique();
        entry.HasIndex(e => new { e.StudyId, e.CreatedAt });
        entry.Property(e => e.Action).HasMaxLength(128);
        entry.HasOne<Study>().WithMany().HasForeignKey(e => e.StudyId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<User>().WithMany().HasForeignKey(e => e.UserId).OnDelete(DeleteBehavior.SetNull);
    }
}
