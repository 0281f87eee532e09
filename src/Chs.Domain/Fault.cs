namespace Chs.Domain;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">
/// JSON pointer to the faulty member; empty for the whole document. For a parameter of the address or a header it is a
/// slash and the name, such as <c>/limit</c> or <c>/If-Match</c>.
/// </param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record Fault(string Pointer, string Code, string Message);
