namespace Chs.Application.Idempotency;

/// <summary>
/// Marks a member of a result that holds a secret. It isn't stored, so a repetition with the same
/// <c>Idempotency-Key</c> answers null.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ShownOnceAttribute : Attribute;
