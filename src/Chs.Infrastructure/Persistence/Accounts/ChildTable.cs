using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Accounts;

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
        child.HasOne<Study>().WithMany().HasForeignKey(c => c.TestOfStudyId).OnDelete(DeleteBehavior.Restrict);
    }
}
