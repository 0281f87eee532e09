using System.Reflection;
using Chs.Application;
using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Chs.Architecture.Tests;

/// <summary>A request walks in one direction and meets each floor once.</summary>
public class FlowTests
{
    static readonly IReadOnlyList<(string Path, SyntaxNode Root)> UseCases = Read("src/Chs.Application");

    static readonly IReadOnlyList<(string Path, SyntaxNode Root)> Controllers =
    [
        .. Read("src/Chs.Api/V3").Where(file => file.Path.EndsWith("Controller.cs", StringComparison.Ordinal)),
    ];

    static IReadOnlyList<(string Path, SyntaxNode Root)> Read(string folder) =>
        [.. SourceTree.SourceFiles(folder).Select(path => (SourceTree.Relative(path), Parse(File.ReadAllText(path))))];

    static SyntaxNode Parse(string source) =>
        CSharpSyntaxTree
            .ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))
            .GetRoot();

    static IEnumerable<string> Places(
        IEnumerable<(string Path, SyntaxNode Root)> files,
        Func<SyntaxNode, IEnumerable<int>> rule
    ) => files.SelectMany(file => rule(file.Root).Select(line => $"{file.Path}:{line}"));

    [Fact]
    public void A_controllers_action_sends_one_request()
    {
        Assert.NotEmpty(Controllers);
        Assert.Empty(Places(Controllers, FlowRules.ManySends));
    }

    [Fact]
    public void A_controller_refuses_by_its_base_class_alone() =>
        Assert.Empty(
            Places(
                Controllers.Where(file => !file.Path.EndsWith("/V3Controller.cs", StringComparison.Ordinal)),
                root => FlowRules.CallsOf(root, "ToProblem")
            )
        );

    [Fact]
    public void Collaborators_are_injected_and_not_extended()
    {
        Assert.NotEmpty(UseCases);
        Assert.Empty(Places(UseCases, FlowRules.ExtendedPorts));
    }

    [Fact]
    public void Access_and_the_current_actor_are_injected_and_not_passed_around() =>
        Assert.Empty(Places(UseCases, root => FlowRules.MethodsThatTake(root, "AccessControl", "ICurrentActor")));

    [Fact]
    public void Changes_are_saved_in_one_place_and_where_the_list_says_why()
    {
        var listed = SourceTree.ListedExceptions("saves.txt");
        var found = Places(UseCases, root => FlowRules.CallsOf(root, "SaveChangesAsync"))
            .Select(place => place.Split(':')[0])
            .ToHashSet();
        Assert.Empty(found.Except(listed));
        Assert.Empty(listed.Except(found));
    }

    [Fact]
    public void Use_cases_answer_with_views_and_never_with_aggregates()
    {
        var answers = typeof(ApplicationServices)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>))
            .Select(contract => contract.GetGenericArguments()[0])
            .Distinct()
            .ToList();
        Assert.NotEmpty(answers);
        Assert.Empty(answers.Where(answer => Holds(answer, [])).Select(answer => answer.ToString()));
    }

    static readonly IReadOnlyList<Type> Requests =
    [
        .. typeof(ApplicationServices)
            .Assembly.GetTypes()
            .Where(type => AnswerOf(type) is not null && !type.IsAbstract),
    ];

    /// <summary>The value with which a request succeeds; null: the type isn't a request.</summary>
    static Type? AnswerOf(Type type) =>
        type.GetInterfaces()
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>))
            .Select(contract => contract.GetGenericArguments()[0])
            .FirstOrDefault(outcome =>
                outcome == typeof(Outcome) || outcome.GetGenericTypeDefinition() == typeof(Outcome<>)
            );

    /// <summary>With another answer than the request's the marker compiles, and its audit never runs.</summary>
    [Fact]
    public void Markers_of_family_data_name_the_answer_of_their_request()
    {
        var marked = (
            from request in Requests
            from contract in request.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IShowsFamilyData<>)
            select (request, Named: contract.GetGenericArguments()[0])
        ).ToList();
        Assert.NotEmpty(marked);
        Assert.All(marked, mark => Assert.Equal(typeof(Outcome<>).MakeGenericType(mark.Named), AnswerOf(mark.request)));
    }

    [Fact]
    public void No_request_is_both_for_everybody_and_for_CHS_alone()
    {
        Assert.Contains(Requests, request => request.IsAssignableTo(typeof(IAnonymous)));
        Assert.DoesNotContain(
            Requests,
            request => request.IsAssignableTo(typeof(IAnonymous)) && request.IsAssignableTo(typeof(ISystemRequest))
        );
    }

    [Fact]
    public void Handlers_of_requests_without_an_actor_take_none()
    {
        var handlers = Requests
            .Where(request =>
                request.IsAssignableTo(typeof(IAnonymous)) || request.IsAssignableTo(typeof(ISystemRequest))
            )
            .SelectMany(request => request.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public))
            .Where(type => type.GetInterfaces().Any(contract => contract.Name.StartsWith("IRequestHandler")))
            .ToList();
        Assert.NotEmpty(handlers);
        Assert.DoesNotContain(
            handlers,
            handler => handler.GetConstructors()[0].GetParameters().Any(p => p.ParameterType == typeof(Actor))
        );
    }

    /// <summary>Whether a type shows an aggregate or another entity of the domain, however deep.</summary>
    static bool Holds(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return false;
        if (IsEntity(type))
            return true;
        if (type.GetGenericArguments().Any(argument => Holds(argument, seen)))
            return true;
        var isOurs = type.FullName?.StartsWith("Chs.", StringComparison.Ordinal) is true;
        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return isOurs && members.Any(member => Holds(member.PropertyType, seen));
    }

    /// <summary>Entities have a database key that nobody else can set.</summary>
    static bool IsEntity(Type type)
    {
        if (type.Assembly != typeof(Aggregate).Assembly)
            return false;
        var key = type.GetProperty("Id", typeof(long));
        return key?.SetMethod is { IsPrivate: true };
    }

    [Theory]
    [InlineData("void A() { Answer(x); }", 0)]
    [InlineData("void A() { mediator.Send(x); Answer(y); }", 1)]
    [InlineData("void A() { Answer(x); } void B() { Answer(y); }", 0)]
    public void Finds_methods_that_send_twice(string members, int expected) =>
        Assert.Equal(expected, FlowRules.ManySends(Parse($"class C {{ {members} }}")).Count());

    [Theory]
    [InlineData("extension(IChsDb db) { }", 1)]
    [InlineData("extension(Error error) { }", 0)]
    [InlineData("extension<T>(IQueryable<T> rows) { }", 0)]
    public void Finds_extended_ports(string members, int expected) =>
        Assert.Equal(expected, FlowRules.ExtendedPorts(Parse($"static class C {{ {members} }}")).Count());

    [Theory]
    [InlineData("void A(AccessControl access) { }", 1)]
    [InlineData("void A(ICurrentActor? current) { }", 1)]
    [InlineData("C(AccessControl access) { }", 0)]
    public void Finds_methods_that_take_who_acts(string members, int expected) =>
        Assert.Equal(
            expected,
            FlowRules.MethodsThatTake(Parse($"class C {{ {members} }}"), "AccessControl", "ICurrentActor").Count()
        );

    [Fact]
    public void Finds_entities_in_answers()
    {
        Assert.True(Holds(typeof(Outcome<IReadOnlyList<Domain.Studies.Study>>), []));
        Assert.False(Holds(typeof(Outcome<Domain.Studies.StudyProtocol>), []));
    }
}
