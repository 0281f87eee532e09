using Chs.Application.Access;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Tests.Plays;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Responses;

/// <summary>Steps that tests of browsers' errors take.</summary>
static class BrowserErrorActions
{
    extension(TestChs chs)
    {
        /// <summary>A page reports errors, which must succeed.</summary>
        /// <param name="response">Null: without saying in which session.</param>
        public Task ReportsAsync(Actor actor, Guid? response, params string[] messages) =>
            chs.SucceedsAsync(actor, Report(response, messages));

        /// <summary>A researcher's preview reports errors.</summary>
        public async Task ReportInPreviewAsync(World world, params string[] messages)
        {
            var play = await chs.PreviewAsync(world);
            var session = await chs.AnswerAsync(play, new OpenPlayedSession());
            await chs.ReportsAsync(play, session.Id, messages);
        }

        /// <summary>The messages that are kept, in the order of their arrival.</summary>
        public Task<List<string>> KeptMessagesAsync() =>
            chs.WithAsync(db => db.BrowserErrors.OrderBy(e => e.Id).Select(e => e.Message).ToListAsync());
    }

    public static ReportBrowserErrors Report(Guid? response, params string[] messages) =>
        new(response, [.. messages.Select(message => new BrowserErrorInput(message, "a.js:1:2", null))], "Firefox");
}
