using System.Linq.Expressions;
using Chs.Domain.Labs;

namespace Chs.Application.Labs;

/// <summary>A lab as v1 and v2 show it.</summary>
public sealed record JsonApiLab
{
    internal static readonly Expression<Func<Lab, JsonApiLab>> OfLab = lab => new JsonApiLab
    {
        Key = lab.Id,
        Id = lab.Uuid,
        Name = lab.Name,
        Institution = lab.Institution,
        PrincipalInvestigator = lab.PrincipalInvestigator,
        Website = lab.Website,
        Description = lab.Description,
        IsApproved = lab.IsApproved,
    };

    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Institution { get; init; }
    public required string PrincipalInvestigator { get; init; }
    public required string Website { get; init; }
    public required string Description { get; init; }
    public required bool IsApproved { get; init; }
}
