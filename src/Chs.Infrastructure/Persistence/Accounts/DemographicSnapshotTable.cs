using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

sealed class DemographicSnapshotTable : IEntityTypeConfiguration<DemographicSnapshot>
{
    public void Configure(EntityTypeBuilder<DemographicSnapshot> snapshot)
    {
        snapshot.ToTable("demographic_snapshots");
        snapshot.HasIndex(d => d.Uuid).IsUnique();
        snapshot.HasIndex(d => new { d.UserId, d.CreatedAt });
        snapshot.ComplexProperty(d => d.Answers, ConfigureAnswers);
        snapshot
            .HasOne<DemographicSnapshot>()
            .WithMany()
            .HasForeignKey(d => d.PreviousId)
            .OnDelete(DeleteBehavior.SetNull);
        snapshot.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Restrict);
    }

    static void ConfigureAnswers(ComplexPropertyBuilder<DemographicAnswers> answers)
    {
        answers.Property(a => a.NumberOfChildren).HasColumnName("number_of_children");
        answers.Property(a => a.ChildBirthdays).HasColumnName("child_birthdays").HasDatesConversion();
        answers.Property(a => a.NumberOfGuardians).HasColumnName("number_of_guardians");
        answers.Property(a => a.GuardiansExplanation).HasColumnName("guardians_explanation");
        answers.Property(a => a.RaceEthnicity).HasColumnName("race_ethnicity").HasJsonConversion();
        answers.Property(a => a.RaceEthnicityDescribe).HasColumnName("race_ethnicity_describe");
        answers.Property(a => a.Age).HasColumnName("age");
        answers.Property(a => a.Gender).HasColumnName("gender");
        answers.Property(a => a.GenderSelfDescribe).HasColumnName("gender_self_describe");
        answers.Property(a => a.EducationLevel).HasColumnName("education_level");
        answers.Property(a => a.AnnualIncome).HasColumnName("annual_income");
        answers.Property(a => a.FormerAnnualIncome).HasColumnName("former_annual_income");
        answers.Property(a => a.AdditionalComments).HasColumnName("additional_comments");
        answers.Property(a => a.Country).HasColumnName("country");
        answers.Property(a => a.State).HasColumnName("state");
        answers.Property(a => a.Density).HasColumnName("density");
        answers.Property(a => a.Referrer).HasColumnName("referrer");
        answers.Property(a => a.Extra).HasColumnName("extra");
        answers.Property(a => a.OldLanguagesSpokenAtHome).HasColumnName("old_languages_spoken_at_home");
        answers.Property(a => a.OldSpouseEducationLevel).HasColumnName("old_spouse_education_level");
        answers.Property(a => a.OldNumberOfBooks).HasColumnName("old_number_of_books");
    }
}
