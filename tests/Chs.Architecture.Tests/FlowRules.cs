using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chs.Architecture.Tests;

/// <summary>How a request goes from the controller to the domain, as far as the syntax shows it.</summary>
public static class FlowRules
{
    static readonly string[] Senders =
    [
        "Send",
        "Answer",
        "AnswerCreated",
        "AnswerNothing",
        "AnswerBrowser",
        "AnswerBrowserNothing",
    ];

    /// <summary>Methods that send more than one request to the use cases.</summary>
    public static IEnumerable<int> ManySends(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method => Calls(method).Count(call => Senders.Contains(NameOf(call))) > 1)
            .Select(LineOf);

    /// <summary>Calls of a method.</summary>
    public static IEnumerable<int> CallsOf(SyntaxNode root, string name) =>
        Calls(root).Where(call => NameOf(call) == name).Select(LineOf);

    /// <summary>Extension blocks whose receiver is a port, not a sequence: a collaborator in disguise.</summary>
    public static IEnumerable<int> ExtendedPorts(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<ExtensionBlockDeclarationSyntax>()
            .Where(block => block.ParameterList?.Parameters is [{ Type: { } type }] && IsPort(type))
            .Select(LineOf);

    /// <summary>Methods that take one of these types: constructors take collaborators, methods take what they work on.</summary>
    public static IEnumerable<int> MethodsThatTake(SyntaxNode root, params string[] types) =>
        root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.ParameterList.Parameters.Any(p => types.Contains(p.Type?.ToString().TrimEnd('?'))))
            .Select(LineOf);

    static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode node) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>();

    static string? NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            SimpleNameSyntax name => name.Identifier.Text,
            _ => null,
        };

    static bool IsPort(TypeSyntax type) =>
        type is IdentifierNameSyntax && type.ToString() is ['I', >= 'A' and <= 'Z', ..];

    static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
