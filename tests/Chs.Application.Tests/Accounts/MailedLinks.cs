using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Application.Tests.Accounts;

/// <summary>The tokens of the links that mails to an account would contain.</summary>
static class MailedLinks
{
    extension(TestChs chs)
    {
        /// <summary>Of a link to the page on which a new password is chosen.</summary>
        /// <param name="isSent">Whether somebody else had the mail sent.</param>
        public Task<string> PasswordTokenAsync(Guid account, bool isSent = false) =>
            chs.TokenAsync(account, (links, user) => links.ToPassword(user, isSent));

        /// <summary>Of a link that confirms the account's address.</summary>
        public Task<string> ConfirmationTokenAsync(Guid account) =>
            chs.TokenAsync(account, (links, user) => links.ToConfirm(user, user.Email));

        /// <summary>Of a link that moves the account to another address.</summary>
        public Task<string> MoveTokenAsync(Guid account, string to) =>
            chs.TokenAsync(account, (links, user) => links.ToConfirm(user, to));

        async Task<string> TokenAsync(Guid account, Func<AccountLinks, User, Uri> link)
        {
            var token = "";
            await chs.WithServicesAsync(async services =>
            {
                var user = await services.GetRequiredService<IChsDb>().Users.SingleAsync(u => u.Uuid == account);
                var address = link(services.GetRequiredService<AccountLinks>(), user);
                token = Uri.UnescapeDataString(address.Query.Split("token=")[1]);
            });
            return token;
        }
    }
}
