using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class ReadContentPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Turns_markdown_into_html_that_cannot_harm(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await CreateInEnglishAsync(chs);
        var read = await chs.AnswerAsync(null, new ReadContentPage("privacy", "en"));
        Assert.Contains("<strong>bold</strong>", read.Html);
        foreach (var harm in (string[])["<script", "javascript:", "<img", "onerror=\""])
            Assert.DoesNotContain(harm, read.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_english_page_where_there_is_no_translation(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await CreateInEnglishAsync(chs);
        Assert.Equal("Privacy", (await chs.AnswerAsync(null, new ReadContentPage("privacy", "pt-BR"))).Title);
    }

    static async Task CreateInEnglishAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Reviewer, new CreateContentPage("privacy", "en", ContentPages.Privacy));
    }
}
