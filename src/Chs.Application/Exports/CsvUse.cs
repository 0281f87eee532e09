namespace Chs.Application.Exports;

/// <summary>For what a CSV file is downloaded, when it isn't for programs that take every cell as it is.</summary>
public enum CsvUse
{
    /// <summary>For spreadsheets: they know its encoding, and run no cell as a formula.</summary>
    Spreadsheet,
}
