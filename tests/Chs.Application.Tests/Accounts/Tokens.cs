using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Testing;

namespace Chs.Application.Tests.Accounts;

/// <summary>Tokens for scripts.</summary>
static class Tokens
{
    extension(TestChs chs)
    {
        /// <summary>Whoever uses a new token of an account.</summary>
        /// <param name="scope">Null: the token may do whatever the account may.</param>
        public async Task<Actor> BearerAsync(Actor owner, TokenScope? scope) =>
            await chs.BearerAsync((await chs.AnswerAsync(owner, new CreateToken("script", null, scope))).Key!);

        /// <summary>Whoever presents the secret of a token, which must work.</summary>
        public async Task<Actor> BearerAsync(string key) =>
            (await chs.AnswerAsync(null, new Authenticate(key, CredentialKind.ApiToken))).Actor;

        /// <summary>The secret of a token must not work.</summary>
        public Task<Error> RefusesKeyAsync(string key) =>
            chs.RefusesAsync(null, new Authenticate(key, CredentialKind.ApiToken), "access.unauthenticated");
    }
}
