namespace Chs.Api.Commands;

/// <summary>The program can't run with its settings.</summary>
/// <param name="faults">Every fault, one sentence each.</param>
sealed class FaultySettingsException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
