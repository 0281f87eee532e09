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
        user.HasIndex(u => u.Email).IsUnique();              // stored in lower case: unique whatever is typed
        user.Property(u => u.Version).IsConcurrencyToken();
        user.Property(u => u.Email).HasMaxLength(254);
        user.Property(u => u.PasswordHash).HasMaxLength(500);
        user.Property(u => u.GivenName).HasMaxLength(255);
        user.Property(u => u.MiddleName).HasMaxLength(255);
        user.Property(u => u.FamilyName).HasMaxLength(255);
        user.Property(u => u.Nickname).HasMaxLength(255);
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
        credential.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
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
        snapshot.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
