using Chs.Application.Access;
using Chs.Application.Idempotency;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Pipeline;

/// <summary>Runs a request's preparations before its transaction begins.</summary>
/// <remarks>
/// They are resolved here and not in the constructor, because they may need the <see cref="Actor"/>, who is certain only
/// after <see cref="AuthenticationBehavior{TRequest, TResponse}"/>.
/// </remarks>
sealed class PreparationBehavior<TRequest, TResponse>(
    IServiceProvider services,
    IChsDb db,
    ICurrentActor current,
    AccessControl access,
    IdempotencyContext idempotency,
    TimeProvider time
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        IPreparation<TRequest>[] preparations = [.. services.GetServices<IPreparation<TRequest>>()];
        if (preparations is [] || await IsAnsweredAsync(cancellationToken))
            return await next();

        foreach (var preparation in preparations)
        {
            var prepared = await preparation.PrepareAsync(request, cancellationToken);
            if (prepared.Failed)
                return TResponse.Refuse(prepared.Error);
        }

        // The transaction reads entities and roles again: they may have changed while the preparation waited.
        db.ClearTracked();
        access.ForgetRoles();
        return await next();
    }

    /// <summary>Whether the request repeats one that was answered, so that its answer is all that's needed.</summary>
    async Task<bool> IsAnsweredAsync(CancellationToken cancellationToken)
    {
        if (idempotency.Key is not { } key)
            return false;
        var user = current.Actor?.Key ?? 0;
        // One that is about to be deleted may be gone before its answer is read.
        var since = time.GetUtcNow() - IdempotentRequest.KeptFor + Margin;
        return await db.IdempotentRequests.AnyAsync(
            r => r.UserId == user && r.Key == key && r.CreatedAt > since,
            cancellationToken
        );
    }
}
