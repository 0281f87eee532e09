using System.Text;
using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace Chs.Application.Tests.Exports;

/// <summary>A downloaded CSV file, read without a library's leniency.</summary>
sealed class CsvFile
{
    public const string ByteOrderMark = "\uFEFF";

    /// <param name="text">With its byte order mark, if it has one.</param>
    CsvFile(string text)
    {
        Text = text;
        var rows = RowsOf(text.TrimStart(ByteOrderMark[0])).ToList();
        Header = [.. rows[0].Select(Unquoted)];
        Assert.All(rows, row => Assert.Equal(Header.Count, row.Count));
        Rows = [.. rows.Skip(1).Select(row => Header.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    public string Text { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Cells as they stand in the file, with their quotes, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows { get; }

    /// <summary>The researcher's download.</summary>
    public static Task<CsvFile> DownloadAsync(TestChs chs, World world, params string[] columns) =>
        DownloadAsync(chs, world, new ExportResponses(world.Study.Uuid, columns));

    /// <inheritdoc cref="DownloadAsync(TestChs, World, string[])"/>
    public static Task<CsvFile> DownloadAsync(TestChs chs, World world, ExportResponses request) =>
        DownloadAsync(chs, world.Researcher, request);

    /// <summary>Somebody's download.</summary>
    public static async Task<CsvFile> DownloadAsync(TestChs chs, Actor actor, ExportResponses request)
    {
        using var stream = new MemoryStream();
        await WriteAsync(chs, actor, request, stream);
        return new CsvFile(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Writes the download before its scope ends, as in the host.</summary>
    public static Task WriteAsync(TestChs chs, World world, ExportResponses request, Stream stream) =>
        WriteAsync(chs, world.Researcher, request, stream);

    static Task WriteAsync(TestChs chs, Actor person, ExportResponses request, Stream stream) =>
        chs.WithServicesAsync(async services =>
        {
            var db = services.GetRequiredService<IChsDb>();
            var actor = Mock.Of<ICurrentActor>(current => current.Actor == person);
            var finder = new ResponseFinder(db, new AccessControl(db, actor), person);
            var download = await new ExportResponses.Handler(db, finder, person).Handle(request, default);
            await download.Value.WriteAsync(stream, default);
        });

    /// <summary>The cell without its quotes.</summary>
    public static string Unquoted(string cell) =>
        cell is ['"', .., '"'] ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;

    static IEnumerable<List<string>> RowsOf(string text)
    {
        var row = new List<string>();
        for (var at = 0; at < text.Length; )
        {
            var end = EndOf(text, at);
            row.Add(text[at..end]);
            if (text[end] == ',')
            {
                at = end + 1;
                continue;
            }

            Assert.Equal("\r\n", text.Substring(end, 2));
            yield return row;
            row = [];
            at = end + 2;
        }
    }

    /// <summary>Where the cell ends that begins here.</summary>
    static int EndOf(string text, int start)
    {
        if (text[start] != '"')
            return text.IndexOfAny([',', '\r'], start);
        var end = start + 1;
        while (text[end] != '"' || text[end + 1] == '"')
            end += text[end] == '"' ? 2 : 1;
        return end + 1;
    }
}
