namespace Chs.Api.Commands;

/// <summary>Builds the program's host from its settings.</summary>
/// <param name="serves">Whether the host is going to serve, which takes background work too.</param>
/// <exception cref="FaultySettingsException">The settings have faults.</exception>
delegate WebApplication HostFactory(bool serves);
