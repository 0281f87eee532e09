using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A child as v1 and v2 show it. For the members see <see cref="Child"/>.</summary>
public sealed record JsonApiChild
{
    public required Guid Id { get; init; }

    /// <summary>The database key, which v1 shows as <c>pk</c>.</summary>
    public required long Key { get; init; }

    public required Guid ParentId { get; init; }
    public required string GivenName { get; init; }
    public required DateOnly Birthday { get; init; }
    public required Gender Gender { get; init; }
    public required int? GestationalAge { get; init; }
    public required string AdditionalInformation { get; init; }
    public required ulong Languages { get; init; }
    public required ulong Conditions { get; init; }
    public required bool IsDeleted { get; init; }
    public required string FormerLookitProfileId { get; init; }
}
