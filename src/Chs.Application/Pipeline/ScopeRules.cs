using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Pipeline;

/// <summary>Which requests the scope of an API token allows.</summary>
static class ScopeRules
{
    /// <param name="scope">Null: no limits.</param>
    /// <returns>Why the scope doesn't allow the request; null: it does.</returns>
    public static Error? Check(object request, TokenScope? scope)
    {
        if (scope is null)
            return null;
        if (request is not IWithinScope)
            return AccountErrors.OutOfScope;
        if (scope.IsReadOnly && request is IWrite)
            return AccountErrors.ReadOnlyToken;
        if (scope.IsDeidentified && request is IShowsIdentities { ShowsIdentities: true })
            return AccountErrors.DeidentifiedToken;
        return null;
    }
}
