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
        // Stored in lower case, hence unique however it is typed.
        user.HasIndex(u => u.Email).IsUnique();
        user.Property(u => u.Version).IsConcurrencyToken();
        user.Property(u => u.Email).HasMaxLength(254);
        // Those that are imported have proven nothing.
        user.Property(u => u.IsEmailProven).HasDefaultValue(false);
        user.Property(u => u.PasswordHash).HasMaxLength(500);
        user.Property(u => u.GivenName).HasMaxLength(255);
        user.Property(u => u.MiddleName).HasMaxLength(255);
        user.Property(u => u.FamilyName).HasMaxLength(255);
        user.Property(u => u.Nickname).HasMaxLength(255);
        user.Property(u => u.Locale).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.TimeZone).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.FormerLookitId).HasMaxLength(255).HasDefaultValue("");
        user.Property(u => u.LinkedFormerLookitIds).HasJsonConversion().HasDefaultValueSql("'[]'");
        user.Property(u => u.AdminComments).HasDefaultValue("");
        user.Property(u => u.Demo).HasDefaultValue(DemoStanding.None).HasSentinel(DemoStanding.None);
        user.Ignore(u => u.Standing);
        user.ComplexProperty(u => u.GivenRights, ConfigureRights);
        user.ComplexProperty(u => u.Mail, ConfigureMail);
    }

    static void ConfigureRights(ComplexPropertyBuilder<SiteRights> rights)
    {
        rights.Property(r => r.Site).HasColumnName("site_rights");
        rights.Property(r => r.OnStudies).HasColumnName("rights_on_studies");
        rights.Property(r => r.OnLabs).HasColumnName("rights_on_labs");
    }

    static void ConfigureMail(ComplexPropertyBuilder<MailPreferences> mail)
    {
        ConfigureMailSwitch(mail.Property(m => m.NextSession), "email_next_session");
        ConfigureMailSwitch(mail.Property(m => m.NewStudies), "email_new_studies");
        ConfigureMailSwitch(mail.Property(m => m.StudyUpdates), "email_study_updates");
        ConfigureMailSwitch(mail.Property(m => m.ResponseQuestions), "email_response_questions");
    }

    static void ConfigureMailSwitch(ComplexTypePropertyBuilder<bool> mailSwitch, string column) =>
        mailSwitch.HasColumnName(column).HasDefaultValue(true).HasSentinel(true);
}
