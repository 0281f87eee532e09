namespace Chs.Application.Idempotency;

/// <summary>
/// Marks a result with a secret that is shown once. A repetition with the same <c>Idempotency-Key</c> answers what is
/// stored, and no secret is.
/// </summary>
interface IHoldsSecret
{
    /// <summary>The same result without its secret.</summary>
    object WithoutSecret();
}
