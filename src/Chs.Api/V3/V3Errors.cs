using Chs.Domain;

namespace Chs.Api.V3;

/// <summary>Refusals that only v3 makes, before any use case runs.</summary>
static class V3Errors
{
    /// <param name="fault">What is wrong with the request's antiforgery value or its origin.</param>
    public static Error Forgery(string fault) =>
        new(ErrorKind.Forbidden, "csrf.failed", $"Forgery protection: {fault}");
}
