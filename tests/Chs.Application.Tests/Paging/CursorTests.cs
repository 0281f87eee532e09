using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Labs;
using Chs.Application.Paging;
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
}
