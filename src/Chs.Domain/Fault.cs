namespace Chs.Domain;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">JSON pointer to the faulty member; empty for the whole document.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record Fault(string Pointer, string Code, string Message);
