using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Plays;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Plays;

sealed class PlayTable : IEntityTypeConfiguration<Play>
{
    /// <summary>Characters of the longest address of a site.</summary>
    internal const int SiteLength = 300;

    public void Configure(EntityTypeBuilder<Play> play)
    {
        play.ToTable("plays");
        play.HasIndex(p => p.Digest).IsUnique();
        play.HasIndex(p => p.UserId);
        play.HasIndex(p => p.StudyId);
        play.HasIndex(p => p.ChildId);
        play.HasIndex(p => p.BuildId);
        play.HasIndex(p => p.CredentialId);
        play.HasIndex(p => p.ExpiresAt);
        play.Property(p => p.Site).HasMaxLength(SiteLength);
        // A play ends with whatever it is a play of, and with the log-in from which it began.
        play.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        play.HasOne<Study>().WithMany().HasForeignKey(p => p.StudyId).OnDelete(DeleteBehavior.Cascade);
        play.HasOne<Child>().WithMany().HasForeignKey(p => p.ChildId).OnDelete(DeleteBehavior.Cascade);
        play.HasOne<Build>().WithMany().HasForeignKey(p => p.BuildId).OnDelete(DeleteBehavior.Cascade);
        play.HasOne<Credential>().WithMany().HasForeignKey(p => p.CredentialId).OnDelete(DeleteBehavior.Cascade);
    }
}
