using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Paging;

public class CursorTests
{
    static readonly Cursor Somewhere = new("Faces", 1);

    static string CursorOf(PagedQuery list) => Somewhere.ToText(list.ListId);

    [Fact]
    public void Continues_its_list_whatever_the_size_of_the_pages()
    {
        var cursor = CursorOf(new ListLabs { Match = "sun" });
        var list = new ListLabs
        {
            Match = "sun",
            Limit = 7,
            WithTotal = true,
            Cursor = cursor,
        };
        Assert.Equal(Somewhere, list.After);
    }

    public static TheoryData<PagedQuery> Others =>
        [
            new ListAudit(),
            new ListStudies { Match = "sun" },
            new ListLabs { Match = "moon" },
            new ListLabs { Match = "sun", Set = LabSet.Mine },
            new ListLabs { Match = "sun", Ids = [Guid.Empty] },
        ];

    [Theory, MemberData(nameof(Others))]
    public void Continues_no_other_list(PagedQuery other)
    {
        var read = other.ReadCursor(CursorOf(new ListLabs { Match = "sun" }));
        Assert.Equal(ReadCursor.OfAnotherList, read);
    }

    [Fact]
    public void Belongs_to_one_order() =>
        Assert.NotEqual(
            CursorOf(new ListStudies { Sort = StudyOrder.Name }),
            CursorOf(new ListStudies { Sort = StudyOrder.NameDescending })
        );

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!")]
    [InlineData("bnVsbA")]
    [InlineData("eyJUZXh0IjoiYSIsIktleSI6MX0")]
    public void Is_no_other_text(string text) => Assert.False(new ListTokens().ReadCursor(text).IsReadable);

    [Theory, OnSqlite]
    public async Task Of_another_list_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListStudies { Cursor = CursorOf(new ListLabs()) };
        var fault = Assert.Single(await chs.FindsFaultsAsync(world.Researcher, query, "cursor_of_another_list"));
        Assert.Equal("/cursor", fault.Pointer);
        await chs.FindsFaultsAsync(world.Researcher, query with { Cursor = "x" }, "not_a_cursor");
    }

    /// <summary>The lists that are sorted by an instant, a day or a number.</summary>
    public static TheoryData<PagedQuery> ByValues =>
        [
            new ListStudies { Sort = StudyOrder.Modified },
            new ListStudies { Sort = StudyOrder.ModifiedDescending },
            new ListReviewQueue(),
            new ListStudyVersions { StudyId = Guid.Empty },
            new ListTestParticipants { StudyId = Guid.Empty },
            new ListChildren(),
            new ListInstitutions(),
        ];

    /// <summary>A list that began anew would be read for ever.</summary>
    [Theory, MemberData(nameof(ByValues))]
    public void With_a_text_that_is_no_value_of_the_order_is_none(PagedQuery list)
    {
        foreach (var text in (string[])["", "Faces", "99999999999999999999", "2026-13-01"])
            Assert.False(list.Takes(new Cursor(text, 1)), text);
    }

    [Fact]
    public void Of_an_order_that_does_not_exist_is_none() =>
        Assert.False(new ListStudies { Sort = (StudyOrder)99 }.Takes(Somewhere));

    [Theory, OnSqlite]
    public async Task Without_the_value_of_the_order_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListStudies { Sort = StudyOrder.Modified };
        foreach (var text in (string[])["", "Faces"])
        {
            var forged = query with { Cursor = new Cursor(text, 1).ToText(query.ListId) };
            var fault = Assert.Single(await chs.FindsFaultsAsync(world.Researcher, forged, "not_a_cursor"));
            Assert.Equal("/cursor", fault.Pointer);
        }

        var children = new ListChildren();
        var birthday = new Cursor("", 1).ToText(children.ListId);
        await chs.FindsFaultsAsync(world.Parent, children with { Cursor = birthday }, "not_a_cursor");
    }

    /// <summary>As our own cursors of these lists hold texts that the order doesn't need.</summary>
    [Theory, OnSqlite]
    public async Task Of_a_list_by_the_key_alone_may_hold_any_text(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListStudies { Sort = StudyOrder.Created };
        var after = new Cursor("", long.MaxValue).ToText(query.ListId);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, query with { Cursor = after }));
    }
}
