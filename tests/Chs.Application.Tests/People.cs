using Chs.Application.Access;
using Chs.Domain.Accounts;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests;

/// <summary>Accounts beside those of a <see cref="World"/>.</summary>
static class People
{
    extension(TestChs chs)
    {
        /// <summary>Adds a researcher of no lab.</summary>
        public Task<Actor> AddResearcherAsync(string name) =>
            chs.AddAsync(Some.User($"{name}@uni.example", researcher: true));

        /// <summary>Adds an account with rights on the site.</summary>
        public Task<Actor> AddStaffAsync(string name, SiteRight rights)
        {
            var user = Some.User($"{name}@site.example");
            user.ReplaceRights(SiteRights.None with { Site = rights });
            return chs.AddAsync(user);
        }

        public Task<Actor> AddAsync(User user) =>
            chs.WithAsync(async db =>
            {
                db.Users.Add(user);
                await db.SaveChangesAsync(default);
                return Some.ActorOf(user);
            });

        /// <summary>The account as it is now.</summary>
        public Task<User> ReadUserAsync(Guid id) =>
            chs.WithAsync(db => db.Users.AsNoTracking().SingleAsync(user => user.Uuid == id));

        /// <summary>The actor who an account is now.</summary>
        public async Task<Actor> ActorAsync(Guid id) => Some.ActorOf(await chs.ReadUserAsync(id));
    }
}
