using Chs.Application.Pipeline;
using Chs.Application.Rules;

namespace Chs.Application.Accounts;

/// <summary>An account as staff see it.</summary>
public sealed record StaffAccountView : IVersioned
{
    public required AccountListItem Account { get; init; }

    /// <summary>The staff's comments about the account.</summary>
    public required string Comments { get; init; }

    /// <summary>Whether it has all rights.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>Rights in addition to roles; null: you may not see them.</summary>
    public required SiteRightsInput? Rights { get; init; }

    public required IReadOnlyList<HeldRole> Labs { get; init; }
    public required IReadOnlyList<HeldRole> Studies { get; init; }

    /// <summary>
    /// Labs whose only admin it is among accounts that can be used, or was before it was closed. Hand them over
    /// (<c>handOver</c>), or nobody runs them.
    /// </summary>
    public required IReadOnlyList<Reference> OnlyAdminOfLabs { get; init; }

    /// <summary>Studies of which the same is true. An admin of the lab can make somebody else of it their admin, too.</summary>
    public required IReadOnlyList<Reference> OnlyAdminOfStudies { get; init; }

    /// <summary>Number of API tokens.</summary>
    public required int Tokens { get; init; }

    /// <summary>Number of changes; also the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>A role in a lab or study.</summary>
/// <param name="Id">The lab or study.</param>
/// <param name="Name">Name of the lab or study.</param>
/// <param name="Role">Such as <c>admin</c>.</param>
public sealed record HeldRole(Guid Id, string Name, string Role);
