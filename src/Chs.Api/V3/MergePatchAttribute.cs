using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3;

/// <summary>
/// Marks an operation whose body is merged into what there is (RFC 7396): absent members stay, and null clears a member.
/// Both media types mean the same.
/// </summary>
sealed class MergePatchAttribute() : ConsumesAttribute("application/json", "application/merge-patch+json");
