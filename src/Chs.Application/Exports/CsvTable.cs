using CsvHelper;

namespace Chs.Application.Exports;

/// <summary>Writes a table as CSV, as every download does it.</summary>
/// <remarks>
/// Texts are in double quotes, also empty ones; numbers and booleans are not. Rows end in CRLF. Without a use, the file
/// is exact and begins without a byte order mark, so that programs read what was stored. Families type into some cells,
/// and a spreadsheet would run such a text as a formula: for it the file has a mark of its encoding, and
/// <see cref="SpreadsheetText"/>.
/// </remarks>
sealed class CsvTable(Stream stream, CsvUse? use) : IAsyncDisposable
{
    readonly CsvWriter _csv = CsvWriter.Create(
        stream,
        CsvWriterOptions.Default with
        {
            WriteByteOrderMark = use is CsvUse.Spreadsheet,
        },
        leaveOpen: true
    );

    /// <summary>Writes the next cell.</summary>
    /// <param name="value">A string, a <see cref="Number"/>, a boolean or null, which is an empty text.</param>
    public void Write(object? value)
    {
        switch (value)
        {
            // Digits, signs, a point and an exponent are no formula, also with a minus before them.
            case Number number:
                _csv.WriteField(number.Digits);
                break;
            case bool flag:
                _csv.WriteField(flag);
                break;
            default:
                _csv.WriteField(Shown((string?)value ?? ""), CsvQuoting.Always);
                break;
        }
    }

    public ValueTask EndRowAsync(CancellationToken cancellationToken) => _csv.EndRecordAsync(cancellationToken);

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    string Shown(string text) => use is CsvUse.Spreadsheet ? SpreadsheetText.Of(text) : text;
}
