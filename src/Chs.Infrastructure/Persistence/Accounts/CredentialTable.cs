using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

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
        credential.Property(c => c.IsImported).HasDefaultValue(false);
        credential.Property(c => c.IsReadOnly).HasDefaultValue(false);
        credential.Property(c => c.IsDeidentified).HasDefaultValue(false);
        credential.Property(c => c.Studies).HasJsonConversion().HasDefaultValueSql("'[]'");
        credential.Ignore(c => c.Scope);
        credential.HasOne<User>("Owner").WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        // Whoever revokes a token ends what was made with it.
        credential.HasOne<Credential>().WithMany().HasForeignKey(c => c.MadeById).OnDelete(DeleteBehavior.Cascade);
    }
}
