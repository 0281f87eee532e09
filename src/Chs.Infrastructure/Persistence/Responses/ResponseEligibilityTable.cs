using System.Text.Json;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

/// <remarks>A table of its own: each save rewrites the row of a response, and only pages about one session read this.</remarks>
sealed class ResponseEligibilityTable : IEntityTypeConfiguration<ResponseEligibility>
{
    /// <summary>What follows from the rest isn't stored.</summary>
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    public void Configure(EntityTypeBuilder<ResponseEligibility> eligibility)
    {
        eligibility.ToTable("response_eligibility");
        eligibility.HasKey(e => e.ResponseId);
        eligibility
            .Property(e => e.Trace)
            .HasConversion(
                trace => JsonSerializer.Serialize(trace, Options),
                stored => JsonSerializer.Deserialize<EligibilityTrace>(stored, Options)!
            );
        eligibility
            .HasOne<Response>("Response")
            .WithOne()
            .HasForeignKey<ResponseEligibility>(e => e.ResponseId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
