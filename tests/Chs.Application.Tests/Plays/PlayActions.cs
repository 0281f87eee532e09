using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Plays;
using Chs.Domain.Accounts;
using Chs.Testing;

namespace Chs.Application.Tests.Plays;

/// <summary>Steps that many tests of plays take.</summary>
static class PlayActions
{
    public const string Site = "http://site.example/";

    /// <summary>What a browser holds that begins a play.</summary>
    public const string Browser = "the secret of a browser";

    public static readonly string BrowserDigest = DigestOf(Browser);

    public static string DigestOf(string secret) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    extension(TestChs chs)
    {
        /// <summary>Logs a person of the world in.</summary>
        /// <returns>The secret of the log-in, and the person as the log-in shows them.</returns>
        public async Task<(string Secret, Actor Actor)> LogInAsync(string email = "parent@test.chs")
        {
            var opened = await chs.AnswerAsync(null, new LogIn(email, "seven green bottles"));
            var found = await chs.AnswerAsync(null, new Authenticate(opened.Secret, CredentialKind.Session));
            return (opened.Secret, found.Actor);
        }

        public async Task<string> IssueTicketAsync(Actor actor, Guid study, Guid? child, bool isPreview = false)
        {
            var request = new IssuePlayTicket(study, child, isPreview, BrowserDigest, Site);
            return (await chs.AnswerAsync(actor, request)).Secret;
        }

        /// <summary>Begins a play.</summary>
        /// <returns>Its key.</returns>
        public async Task<string> BeginAsync(Actor actor, Guid study, Guid? child, bool isPreview = false)
        {
            var ticket = await chs.IssueTicketAsync(actor, study, child, isPreview);
            return (await chs.AnswerAsync(null, new EnterPlay(ticket, Browser, null))).Key;
        }

        /// <summary>Begins a play.</summary>
        /// <returns>The study's code, which holds its key.</returns>
        public async Task<Actor> PlayAsync(Actor actor, Guid study, Guid? child, bool isPreview = false) =>
            await chs.AnswerAsync(null, new AuthenticatePlay(await chs.BeginAsync(actor, study, child, isPreview)));

        /// <summary>The parent plays the world's study with the child.</summary>
        public Task<Actor> PlayAsync(World world) => chs.PlayAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);

        /// <summary>The researcher plays a preview of the world's study, with a child of their own.</summary>
        public async Task<Actor> PreviewAsync(World world)
        {
            var child = await chs.AddChildAsync(world.Researcher);
            return await chs.PlayAsync(world.Researcher, world.Study.Uuid, child, isPreview: true);
        }

        /// <summary>Adds a child to an account.</summary>
        public Task<Guid> AddChildAsync(Actor parent) =>
            chs.WithAsync(async db =>
            {
                var child = Child.Register(parent.Key, Some.Profile("Kim"), Some.Moment, Some.Today).Value;
                db.Children.Add(child);
                await db.SaveChangesAsync(default);
                return child.Uuid;
            });

        /// <summary>Whether a key still opens its play.</summary>
        public async Task<bool> IsOpenAsync(string key) =>
            !(await chs.SendAsync(null, new AuthenticatePlay(key))).Failed;
    }
}
