using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

sealed class UserTable : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.HasIndex(u => u.Uuid).IsUnique();
        user.HasIndex(u => u.Email).IsUnique(); // stored in lower case: unique whatever is typed
        user.Property(u => u.Version).IsConcurrencyToken();
        user.Property(u => u.Email).HasMaxLength(254);
        user.Property(u => u.PasswordHash).HasMaxLength(500);
        user.Property(u => u.GivenName).HasMaxLength(255);
        user.Property(u => u.MiddleName).HasMaxLength(255);
        user.Property(u => u.FamilyName).HasMaxLength(255);
        user.Property(u => u.Nickname).HasMaxLength(255);
        user.Property(u => u.Locale).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.TimeZone).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.FormerLookitId).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.LinkedFormerLookitIds).HasTexts().HasDefaultValueSql("'[]'");
        user.Property(u => u.AdminComments).HasDefaultValue("");
        user.Ignore(u => u.Standing);
        user.ComplexProperty(
            u => u.GivenRights,
            rights =>
            {
                rights.Property(r => r.Site).HasColumnName("site_rights");
                rights.Property(r => r.OnStudies).HasColumnName("rights_on_studies");
                rights.Property(r => r.OnLabs).HasColumnName("rights_on_labs");
            }
        );
        user.ComplexProperty(
            u => u.Mail,
            mail =>
            {
                mail.Property(m => m.NextSession)
                    .HasColumnName("email_next_session")
                    .HasDefaultValue(true)
                    .HasSentinel(true);
                mail.Property(m => m.NewStudies)
                    .HasColumnName("email_new_studies")
                    .HasDefaultValue(true)
                    .HasSentinel(true);
                mail.Property(m => m.StudyUpdates)
                    .HasColumnName("email_study_updates")
                    .HasDefaultValue(true)
                    .HasSentinel(true);
                mail.Property(m => m.ResponseQuestions)
                    .HasColumnName("email_response_questions")
                    .HasDefaultValue(true)
                    .HasSentinel(true);
            }
        );
    }
}

sealed class CredentialTable : IEntityTypeConfiguration<Credential>
{
    public void Configure(EntityTypeBuilder<Credential> credential)
    {
        credential.ToTable("credentials");
        credential.HasIndex(c => c.Digest).IsUnique();
        credential.HasIndex(c => c.Uuid).IsUnique();
        credential.HasIndex(c => c.ExpiresAt);
        credential.Property(c => c.Label).HasMaxLength(100);
        credential.Property(c => c.IsPending).HasDefaultValue(false);
        credential.Property(c => c.IsTwoFactor).HasDefaultValue(false);
        credential.Property(c => c.IsReadOnly).HasDefaultValue(false);
        credential.Property(c => c.IsDeidentified).HasDefaultValue(false);
        credential.Property(c => c.Studies).HasTexts().HasDefaultValueSql("'[]'");
        credential.Ignore(c => c.Scope);
        credential.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class ExternalIdentityTable : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> identity)
    {
        identity.ToTable("external_identities");
        identity.HasIndex(i => new { i.Issuer, i.Subject }).IsUnique();
        identity.HasIndex(i => i.UserId);
        identity.Property(i => i.Issuer).HasMaxLength(500);
        identity.Property(i => i.Subject).HasMaxLength(255);
        identity.HasOne<User>().WithMany().HasForeignKey(i => i.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> factor)
    {
        factor.ToTable("second_factors");
        factor.HasKey(f => f.UserId);
        factor.Property(f => f.UserId).ValueGeneratedNever();
        factor.Property(f => f.LastStep).HasDefaultValue(0L).IsConcurrencyToken(); // of the same code twice at once one is refused
        factor.Property(f => f.RecoveryDigests).HasTexts().HasDefaultValueSql("'[]'").IsConcurrencyToken();
        factor.HasOne<User>().WithMany().HasForeignKey(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class ChildTable : IEntityTypeConfiguration<Child>
{
    public void Configure(EntityTypeBuilder<Child> child)
    {
        child.ToTable("children");
        child.HasIndex(c => c.Uuid).IsUnique();
        child.Property(c => c.Version).IsConcurrencyToken();
        child.Property(c => c.GivenName).HasMaxLength(255);
        child.Property(c => c.FormerLookitProfileId).HasMaxLength(255).HasDefaultValue("");
        child.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

sealed class DemographicSnapshotTable : IEntityTypeConfiguration<DemographicSnapshot>
{
    public void Configure(EntityTypeBuilder<DemographicSnapshot> snapshot)
    {
        snapshot.ToTable("demographic_snapshots");
        snapshot.HasIndex(d => d.Uuid).IsUnique();
        snapshot.HasIndex(d => new { d.UserId, d.CreatedAt });
        snapshot.ComplexProperty(
            d => d.Answers,
            answers =>
            {
                answers.Property(a => a.NumberOfChildren).HasColumnName("number_of_children");
                answers.Property(a => a.ChildBirthdays).HasColumnName("child_birthdays").HasDates();
                answers.Property(a => a.NumberOfGuardians).HasColumnName("number_of_guardians");
                answers.Property(a => a.GuardiansExplanation).HasColumnName("guardians_explanation");
                answers.Property(a => a.RaceEthnicity).HasColumnName("race_ethnicity").HasTexts();
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
        );
        snapshot
            .HasOne<DemographicSnapshot>()
            .WithMany()
            .HasForeignKey(d => d.PreviousId)
            .OnDelete(DeleteBehavior.SetNull);
        snapshot.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
