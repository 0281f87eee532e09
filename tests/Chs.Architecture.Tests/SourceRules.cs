using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Chs.Architecture.Tests;

/// <summary>What a reviewer would say about one source file, found by its syntax alone.</summary>
public static class SourceRules
{
    /// <summary>Lines are formatted to 120 columns; what the formatter can't break may reach this far.</summary>
    public const int MaximumColumns = 140;

    /// <summary>Lines of a method's body after the one with its opening brace, as the analyzer MA0051 counts them.</summary>
    public const int MaximumMethodLines = 40;

    /// <returns>Numbers of the lines that are too long, counted from 1.</returns>
    public static IEnumerable<int> LongLines(string source) =>
        source.Split('\n').Index().Where(line => line.Item.Length > MaximumColumns).Select(line => line.Index + 1);

    /// <summary><c>(a, b, c) = (1, 2, 3)</c> can't be stepped through. Taking a tuple apart that a call returned is fine.</summary>
    public static IEnumerable<int> TupleAssignments(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment.Right is TupleExpressionSyntax && ElementsOf(assignment.Left) >= 3)
            .Select(LineOf);

    /// <summary>A conditional operator inside of another one, unless a lambda stands between.</summary>
    public static IEnumerable<int> NestedConditionals(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<ConditionalExpressionSyntax>()
            .Where(conditional =>
                conditional
                    .Ancestors()
                    .TakeWhile(ancestor => ancestor is not (StatementSyntax or AnonymousFunctionExpressionSyntax))
                    .OfType<ConditionalExpressionSyntax>()
                    .Any()
            )
            .Select(LineOf);

    /// <summary>Methods whose body is too long to be seen at once.</summary>
    public static IEnumerable<(int Line, int Length, string Name)> LongMethods(SyntaxNode root) =>
        from body in root.DescendantNodes().Select(BodyOf)
        where body is not null
        let span = body.GetLocation().GetLineSpan()
        let length = span.EndLinePosition.Line - span.StartLinePosition.Line
        where length > MaximumMethodLines
        select (LineOf(body.Parent!), length, NameOf(body.Parent!));

    /// <summary>Requests of use cases that a file declares: types with a handler nested in them.</summary>
    public static IReadOnlyList<string> UseCases(SyntaxNode root) =>
        [
            .. root.DescendantNodes()
                .OfType<TypeDeclarationSyntax>()
                .Where(type => type.Members.OfType<TypeDeclarationSyntax>().Any(IsHandler))
                .Select(type => type.Identifier.Text),
        ];

    static bool IsHandler(TypeDeclarationSyntax type) =>
        type.BaseList?.Types.Any(parent => parent.ToString().StartsWith("IRequestHandler<", StringComparison.Ordinal))
            is true;

    static int ElementsOf(ExpressionSyntax left) =>
        left switch
        {
            TupleExpressionSyntax tuple => tuple.Arguments.Count,
            DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax names } => names
                .Variables
                .Count,
            _ => 1,
        };

    static SyntaxNode? BodyOf(SyntaxNode node) =>
        node switch
        {
            BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody,
            AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody,
            PropertyDeclarationSyntax property => property.ExpressionBody,
            _ => null,
        };

    /// <summary>The type and the member, such as <c>Study.Move</c>.</summary>
    static string NameOf(SyntaxNode member)
    {
        var type = member.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;
        var name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            LocalFunctionStatementSyntax function => function.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.Text,
            ConstructorDeclarationSyntax => "constructor",
            _ => "operator",
        };
        return type is null ? name : $"{type}.{name}";
    }

    static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
