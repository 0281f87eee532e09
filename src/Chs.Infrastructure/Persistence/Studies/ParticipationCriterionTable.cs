using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Studies;

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
        criterion
            .HasOne<Study>()
            .WithMany(s => s.Criteria)
            .HasForeignKey(c => c.StudyId)
            .OnDelete(DeleteBehavior.Cascade);
        criterion.HasOne<Study>().WithMany().HasForeignKey(c => c.OtherStudyId).OnDelete(DeleteBehavior.Restrict);
    }
}
