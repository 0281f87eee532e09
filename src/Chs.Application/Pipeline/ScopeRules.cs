using Chs.Application.Access;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Pipeline;

/// <summary>Which requests the scope of an API token allows.</summary>
static class ScopeRules
{
    /// <param name="actor">Without a scope there are no limits.</param>
    /// <returns>Why the actor's key doesn't allow the request; null: it does.</returns>
    public static Error? Check(object request, Actor? actor)
    {
        if (actor?.Scope is not { } scope)
            return null;
        if (actor.Lab is not null && request is INeedsPerson)
            return AccountErrors.OutOfScopeOfLab;
        if (request is not IWithinScope)
            return actor.Lab is null ? AccountErrors.OutOfScope : AccountErrors.OutOfScopeOfLab;
        if (scope.IsReadOnly && request is IWrite)
            return AccountErrors.ReadOnlyToken;
        if (scope.IsDeidentified && request is IShowsIdentities { ShowsIdentities: true })
            return AccountErrors.DeidentifiedToken;
        return null;
    }
}
