using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Testing;

namespace Chs.Application.Tests.Accounts;

/// <summary>Tokens for scripts.</summary>
static class Tokens
{
    /// <summary>Whoever uses a new token of an account.</summary>
    /// <param name="scope">Null: the token may do whatever the account may.</param>
    public static async Task<Actor> BearerAsync(this TestChs chs, Actor owner, TokenScope? scope)
    {
        var key = (await chs.AnswerAsync(owner, new CreateToken("script", null, scope))).Key!;
        return (await chs.AnswerAsync(null, new Authenticate(key, CredentialKind.ApiToken))).Actor;
    }
}
