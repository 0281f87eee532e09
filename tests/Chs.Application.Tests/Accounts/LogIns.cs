using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Accounts;

/// <summary>Log-ins with the password that all sample accounts have.</summary>
static class LogIns
{
    public const string Password = "seven green bottles";

    extension(TestChs chs)
    {
        /// <summary>Signs up with an address that has no account.</summary>
        /// <returns>The account's id.</returns>
        public async Task<Guid> SignUpAsync(SignUp signUp)
        {
            await chs.SucceedsAsync(null, signUp);
            var email = User.NormalizeEmail(signUp.Email);
            return await chs.WithAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Uuid).SingleAsync());
        }

        /// <summary>Logs in.</summary>
        /// <returns>The secret of the session.</returns>
        public async Task<string> LogInAsync(string email, string password = Password) =>
            (await chs.AnswerAsync(null, new LogIn(email, password))).Secret;

        /// <summary>Checks that a password doesn't open an account.</summary>
        public Task RefusesLogInAsync(string email, string password = Password) =>
            chs.RefusesAsync(null, new LogIn(email, password), "account.wrong_credentials");

        /// <summary>Whether the session is open.</summary>
        public async Task<bool> IsLoggedInAsync(string session) =>
            !(await chs.SendAsync(null, new Authenticate(session, CredentialKind.Session))).Failed;
    }
}
