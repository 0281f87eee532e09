using Acornima.Ast;
using ScriptPlace = (int Line, int Column);

namespace Chs.Application.Studies;

/// <summary>
/// What a script names, with places whose lines and columns (UTF-16 units) are counted from 1. Scopes aren't told apart: a
/// name that is declared anywhere counts as declared.
/// </summary>
sealed class ScriptNames
{
    /// <summary>Stands in <see cref="Texts"/> where a template's expression follows.</summary>
    public const char Hole = '\0';

    readonly Stack<(Node Node, bool IsInFunction)> _open = new();
    readonly Dictionary<string, ScriptPlace> _variables = new(StringComparer.Ordinal);
    readonly Dictionary<string, ScriptPlace> _windowMembers = new(StringComparer.Ordinal);
    readonly Dictionary<(string Owner, string Member), ScriptPlace> _members = [];
    readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    readonly HashSet<string> _setOnWindow = new(StringComparer.Ordinal);
    readonly HashSet<(string Owner, string Member)> _setMembers = [];
    readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    readonly List<string> _texts = [];

    ScriptNames() { }

    /// <summary>Whether there is nothing but comments and white space.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>The strings and the parts of templates, without comments.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The global variables that the script uses but doesn't make, each with the first place.</summary>
    public IEnumerable<(string Name, ScriptPlace At)> Globals =>
        _variables
            .Where(used => !_declared.Contains(used.Key))
            .Concat(_windowMembers)
            .Where(used => !_setOnWindow.Contains(used.Key))
            .GroupBy(used => used.Key, used => used.Value, StringComparer.Ordinal)
            .Select(places => (places.Key, places.Min()));

    /// <summary>Whether a function of this name is there when the script has run.</summary>
    public bool MakesFunction(string name) => _functions.Contains(name);

    /// <summary>The members of a global variable that the script uses but doesn't make, each with the first place.</summary>
    public IEnumerable<(string Name, ScriptPlace At)> MembersOf(string global) =>
        from used in _members
        where used.Key.Owner == global && !_setMembers.Contains(used.Key)
        where !_declared.Contains(global)
        select (used.Key.Member, used.Value);

    public static ScriptNames In(Program script)
    {
        var names = new ScriptNames { IsEmpty = script.Body.Count == 0 };
        names._open.Push((script, false));
        // A loop, because a text such as a+a+a… makes a tree that is deeper than any stack.
        while (names._open.TryPop(out var next))
            names.Visit(next.Node, next.IsInFunction);
        return names;
    }

    void Visit(Node node, bool isInFunction)
    {
        var isFunction = node is IFunction;
        switch (node)
        {
            case Identifier identifier:
                Add(_variables, identifier.Name, identifier);
                return;
            case StringLiteral text:
                _texts.Add(text.Value);
                return;
            case TemplateElement text:
                _texts.Add((text.Value.Cooked ?? text.Value.Raw) + (text.Tail ? "" : Hole));
                return;
            case MemberExpression member:
                VisitMember(member, isInFunction);
                return;
            case IProperty property:
                VisitProperty(property, isInFunction);
                return;
            case LabeledStatement labeled:
                _open.Push((labeled.Body, isInFunction));
                return;
            case BreakStatement or ContinueStatement or MetaProperty:
                return;
            case ExportSpecifier specifier:
                _open.Push((specifier.Local, isInFunction));
                return;
            case ImportDeclaration import:
                VisitImport(import);
                return;
        }

        VisitDeclaration(node, isInFunction);
        foreach (var child in node.ChildNodes)
            _open.Push((child, isInFunction || isFunction));
    }

    void VisitMember(MemberExpression member, bool isInFunction)
    {
        if (NameOf(member.Property, member.Computed) is { } name)
        {
            if (IsWindow(member.Object))
                Add(_windowMembers, name, member.Property);
            else if (GlobalOf(member.Object) is { } owner)
                AddMember(owner, name, member.Property);
        }

        _open.Push((member.Object, isInFunction));
        if (member.Computed)
            _open.Push((member.Property, isInFunction));
    }

    void VisitProperty(IProperty property, bool isInFunction)
    {
        if (property.Computed)
            _open.Push((property.Key, isInFunction));
        if (property.Value is { } value)
            _open.Push((value, isInFunction));
    }

    void VisitImport(ImportDeclaration import)
    {
        foreach (var specifier in import.Specifiers)
            _declared.Add(specifier.Local.Name);
        _open.Push((import.Source, false));
    }

    void VisitDeclaration(Node node, bool isInFunction)
    {
        switch (node)
        {
            case VariableDeclarator declarator:
                Declare(declarator.Id);
                TakeApart(declarator.Id, declarator.Init);
                if (!isInFunction && declarator.Id is Identifier variable && CanBeFunction(declarator.Init))
                    _functions.Add(variable.Name);
                break;
            case AssignmentExpression assignment:
                Assign(assignment);
                break;
            case IFunction function:
                DeclareFunction(function, isInFunction);
                break;
            case IClass { Id: { } name }:
                Declare(name);
                break;
            case CatchClause { Param: { } caught }:
                Declare(caught);
                break;
        }
    }

    void DeclareFunction(IFunction function, bool isInFunction)
    {
        foreach (var parameter in function.Params)
            Declare(parameter);
        if (function.Id is not { } name)
            return;
        _declared.Add(name.Name);
        if (!isInFunction && function is FunctionDeclaration)
            _functions.Add(name.Name);
    }

    void Assign(AssignmentExpression assignment)
    {
        TakeApart(assignment.Left, assignment.Right);
        if (
            assignment.Left is MemberExpression { Object: var of } left
            && NameOf(left.Property, left.Computed) is { } name
        )
        {
            if (IsWindow(of))
                _setOnWindow.Add(name);
            else if (GlobalOf(of) is { } owner)
                _setMembers.Add((owner, name));
        }

        if (GlobalOf(assignment.Left) is { } global && CanBeFunction(assignment.Right))
            _functions.Add(global);
    }

    /// <summary>Notes the members that a pattern such as <c>{ a, b: { c } }</c> takes from a global variable.</summary>
    void TakeApart(Node pattern, Node? source)
    {
        if (pattern is not ObjectPattern members || source is null)
            return;
        var isWindow = IsWindow(source);
        var owner = GlobalOf(source);
        foreach (var member in members.Properties)
        {
            if (member is not AssignmentProperty property || NameOf(property.Key, property.Computed) is not { } name)
                continue;
            if (owner is not null)
                AddMember(owner, name, property.Key);
            if (!isWindow)
                continue;
            Add(_windowMembers, name, property.Key);
            foreach (var (inner, at) in NamesIn(property.Value))
                AddMember(name, inner, at);
        }
    }

    static IEnumerable<(string Name, Node At)> NamesIn(Node? value)
    {
        var pattern = value is AssignmentPattern withDefault ? withDefault.Left : value;
        if (pattern is not ObjectPattern members)
            yield break;
        foreach (var member in members.Properties)
        {
            if (member is AssignmentProperty property && NameOf(property.Key, property.Computed) is { } name)
                yield return (name, property.Key);
        }
    }

    /// <summary>Notes the variables that a pattern declares.</summary>
    void Declare(Node pattern)
    {
        var open = new Stack<Node>([pattern]);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case Identifier identifier:
                    _declared.Add(identifier.Name);
                    break;
                case AssignmentPattern withDefault:
                    open.Push(withDefault.Left);
                    break;
                case AssignmentProperty property:
                    open.Push(property.Value);
                    break;
                case RestElement or ArrayPattern or ObjectPattern:
                    foreach (var child in next.ChildNodes)
                        open.Push(child);
                    break;
            }
        }
    }

    /// <summary>The name of a member, if the text says it.</summary>
    static string? NameOf(Node property, bool isComputed) =>
        property switch
        {
            StringLiteral text => text.Value,
            Identifier identifier when !isComputed => identifier.Name,
            TemplateLiteral { Expressions.Count: 0, Quasis: [var text] } => text.Value.Cooked,
            _ => null,
        };

    static bool IsWindow(Node node) => node is Identifier { Name: "window" or "globalThis" or "self" };

    /// <summary>The global variable that an expression reads, as <c>x</c> or <c>window.x</c>.</summary>
    static string? GlobalOf(Node node) =>
        node switch
        {
            Identifier identifier => identifier.Name,
            MemberExpression member when IsWindow(member.Object) => NameOf(member.Property, member.Computed),
            ParenthesizedExpression inner => GlobalOf(inner.Expression),
            _ => null,
        };

    static bool CanBeFunction(Node? value) =>
        value is not (null or Literal or TemplateLiteral or ObjectExpression or ArrayExpression);

    void AddMember(string owner, string name, Node at) => Add(_members, (owner, name), at);

    static void Add<T>(Dictionary<T, ScriptPlace> places, T name, Node at)
        where T : notnull
    {
        var place = (at.Location.Start.Line, at.Location.Start.Column + 1);
        if (!places.TryGetValue(name, out var known) || place.CompareTo(known) < 0)
            places[name] = place;
    }
}
