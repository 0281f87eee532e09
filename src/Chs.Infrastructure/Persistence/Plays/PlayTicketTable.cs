using Chs.Domain.Accounts;
using Chs.Domain.Plays;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Plays;

sealed class PlayTicketTable : IEntityTypeConfiguration<PlayTicket>
{
    public void Configure(EntityTypeBuilder<PlayTicket> ticket)
    {
        ticket.ToTable("play_tickets");
        ticket.HasIndex(t => t.Digest).IsUnique();
        ticket.HasIndex(t => t.UserId);
        ticket.HasIndex(t => t.StudyId);
        ticket.HasIndex(t => t.ChildId);
        ticket.HasIndex(t => t.CredentialId);
        ticket.HasIndex(t => t.ExpiresAt);
        ticket.Property(t => t.Site).HasMaxLength(PlayTable.SiteLength);
        ticket.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
        ticket.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Cascade);
        ticket.HasOne<Child>().WithMany().HasForeignKey(t => t.ChildId).OnDelete(DeleteBehavior.Cascade);
        ticket.HasOne<Credential>().WithMany().HasForeignKey(t => t.CredentialId).OnDelete(DeleteBehavior.Cascade);
    }
}
