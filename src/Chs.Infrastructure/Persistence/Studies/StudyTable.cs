using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
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
        // The database refuses lost updates.
        study.Property(s => s.Version).IsConcurrencyToken();
        study.Property(s => s.State).HasConversion<string>().HasMaxLength(16);
        study.Property(s => s.Priority).HasDefaultValue(99).HasSentinel(99);
        study.Property(s => s.IsOfClosedDemo).HasDefaultValue(false);
        study.Property(s => s.Comments).HasDefaultValue("");
        study.Property(s => s.Declarations).HasDefaultValue("{}");
        // 1, 2, 3: the numbers that Lookit uses.
        study.Property(s => s.Type).HasConversion<int>();
        study.ComplexProperty(s => s.Details, ConfigureDetails);
        study.ComplexProperty(
            s => s.Ages,
            ages =>
            {
                ages.ComplexProperty(a => a.From, age => ConfigureAge(age, "min"));
                ages.ComplexProperty(a => a.To, age => ConfigureAge(age, "max"));
            }
        );
        // Keys without navigations: an aggregate holds no other one.
        study.HasOne<Lab>().WithMany().HasForeignKey(s => s.LabId).OnDelete(DeleteBehavior.Restrict);
        study.HasOne<User>().WithMany().HasForeignKey(s => s.CreatorId).OnDelete(DeleteBehavior.SetNull);
    }

    static void ConfigureDetails(ComplexPropertyBuilder<StudyDetails> details)
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
        details.ComplexProperty(d => d.External, ConfigureExternal);
    }

    static void ConfigureExternal(ComplexPropertyBuilder<ExternalArrangement> external)
    {
        external.Property(e => e.IsScheduled).HasColumnName("is_scheduled");
        external.Property(e => e.Scheduling).HasColumnName("scheduling").HasDefaultValue("");
        external.Property(e => e.Platform).HasColumnName("platform").HasDefaultValue("");
        external.Property(e => e.OtherScheduling).HasColumnName("other_scheduling").HasDefaultValue("");
        external.Property(e => e.OtherPlatform).HasColumnName("other_platform").HasDefaultValue("");
    }

    static void ConfigureAge(ComplexPropertyBuilder<Age> age, string prefix)
    {
        age.Property(a => a.Years).HasColumnName($"{prefix}_age_years");
        age.Property(a => a.Months).HasColumnName($"{prefix}_age_months");
        age.Property(a => a.Days).HasColumnName($"{prefix}_age_days");
    }
}
