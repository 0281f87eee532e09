using Chs.Domain;

namespace Chs.Application.Studies;

/// <summary>Something in a protocol that its researchers or reviewers should look at.</summary>
/// <param name="Code">
/// What it is, for programs. Faults: <c>required</c> (there is nothing that could run), <c>not_a_script</c>,
/// <c>not_a_protocol</c>, <c>no_generate_protocol</c>, <c>no_such_member</c>. Warnings: <c>unknown_plugin</c>,
/// <c>unknown_frame</c>, <c>generator_not_returned</c>.
/// </param>
/// <param name="Field">
/// The part of the protocol: <c>experiment</c>, <c>generator</c>, <c>structure</c> or <c>externalUrl</c>.
/// </param>
/// <param name="Message">What it is, for people.</param>
/// <param name="Line">The line in that part, counted from 1; null: the part as a whole.</param>
/// <param name="Column">The character (UTF-16 unit) in the line, counted from 1; null: the part as a whole.</param>
public sealed record ProtocolFinding(string Code, string Field, string Message, int? Line, int? Column)
{
    internal const string Required = "required";
    internal const string NotAScript = "not_a_script";
    internal const string NotAProtocol = "not_a_protocol";
    internal const string NoGenerateProtocol = "no_generate_protocol";
    internal const string NoSuchMember = "no_such_member";
    internal const string UnknownPlugin = "unknown_plugin";
    internal const string UnknownFrame = "unknown_frame";
    internal const string GeneratorNotReturned = "generator_not_returned";

    /// <summary>The same for a refusal, which points to the study's member.</summary>
    internal Fault ToFault() =>
        new($"/{Field}", Code, Line is null ? Message : $"Line {Line}, column {Column}: {Message}");
}
