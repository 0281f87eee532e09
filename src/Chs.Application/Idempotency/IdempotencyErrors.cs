using Chs.Domain;

namespace Chs.Application.Idempotency;

/// <summary>Refusals of repeated requests. Codes are part of the v3 contract.</summary>
static class IdempotencyErrors
{
    public static readonly Error InProgress = Error.Conflict(
        "idempotency.in_progress",
        "The first request with this Idempotency-Key isn't finished. Repeat it in a moment."
    );

    public static readonly Error KeyReused = Error.Conflict(
        "idempotency.key_reused",
        "This Idempotency-Key was used for another request."
    );
}
