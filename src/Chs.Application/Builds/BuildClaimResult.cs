using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>The answer to a worker that claims a build.</summary>
/// <param name="Lease">The lease; null unless the claim is <see cref="BuildClaim.Taken"/>.</param>
public sealed record BuildClaimResult(BuildClaim Claim, BuildLease? Lease);
