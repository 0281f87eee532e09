using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Chs.Api.V3;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Infrastructure.Persistence;
using MediatR;

namespace Chs.Api.Tests.V3;

/// <summary>
/// What the compiled code of an operation does on its way, through all methods that it can call and the use cases that
/// its action sends.
/// </summary>
/// <remarks>Conditions aren't looked at: a refusal that is found may never be answered; one that isn't found never is.</remarks>
sealed class ReachableCode
{
    const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    static readonly Assembly Api = typeof(V3Problems).Assembly;

    static readonly Assembly[] Assemblies =
    [
        typeof(Error).Assembly,
        typeof(IChsDb).Assembly,
        typeof(ChsDbContext).Assembly,
        Api,
    ];

    static readonly Type[] Types = [.. Assemblies.SelectMany(assembly => assembly.GetTypes())];

    /// <summary>Methods of aggregates that count a change, so that simultaneous ones exclude each other.</summary>
    static readonly string[] Counting = ["Record", "IncrementVersion"];

    readonly HashSet<MethodBase> _seen = [];
    readonly Stack<MethodBase> _open = [];

    /// <summary>Refusals that the code names, but for those of arguments.</summary>
    public HashSet<Error> Refusals { get; } = [];

    /// <summary>Types of the requests that the action sends.</summary>
    public HashSet<Type> Requests { get; } = [];

    /// <summary>Whether the code changes something that others can change at the same time.</summary>
    public bool Changes { get; private set; }

    /// <param name="action">A controller's action.</param>
    public static ReachableCode Of(MethodInfo action)
    {
        var code = new ReachableCode();
        code._open.Push(action);
        foreach (var query in action.GetParameters().Select(parameter => parameter.ParameterType).Where(IsRequest))
            code.Send(query);
        while (code._open.TryPop(out var method))
            if (code._seen.Add(method))
                code.Read(method);
        return code;
    }

    static bool IsRequest(Type type) => type.IsAssignableTo(typeof(IBaseRequest));

    void Send(Type request)
    {
        if (!Requests.Add(request))
            return;
        foreach (
            var type in Types.Where(type => !type.IsAbstract && type.GetInterfaces().Any(i => Handles(i, request)))
        )
        foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            _open.Push(method);
    }

    static bool Handles(Type contract, Type request) =>
        contract.IsGenericType
        && contract.GetGenericArguments()[0] == request
        && contract.Name.Split('`')[0] is "IRequestHandler" or "IPreparation" or "IValidator";

    void Read(MethodBase method)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            foreach (var step in machine.StateMachineType.GetMethods(Declared))
                _open.Push(step);
        string? literal = null;
        foreach (var (code, token) in LiteralArguments.InstructionsOf(method))
        {
            if (code == OpCodes.Ldsfld)
                ReadField((FieldInfo)Resolve(method, token));
            else if (code.OperandType is OperandType.InlineMethod)
                ReadCall((MethodBase)Resolve(method, token), method, literal);
            literal = code == OpCodes.Ldstr ? method.Module.ResolveString(token) : null;
        }
    }

    static MemberInfo Resolve(MethodBase method, int token)
    {
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, method.DeclaringType?.GetGenericArguments(), ofMethod)!;
    }

    void ReadField(FieldInfo field)
    {
        if (field.FieldType == typeof(Error) && !field.DeclaringType!.ContainsGenericParameters)
            Refusals.Add((Error)field.GetValue(null)!);
    }

    void ReadCall(MethodBase called, MethodBase caller, string? literal)
    {
        var declaring = called.DeclaringType!;
        // A handler makes a request only to ask whether it would be allowed.
        if (called is ConstructorInfo && IsRequest(declaring) && caller.DeclaringType!.Assembly == Api)
            Send(declaring);
        if (declaring == typeof(Aggregate) && Counting.Contains(called.Name))
            Changes = true;
        if (declaring == typeof(Error) && called.Name == nameof(Error.NotFound))
            Refusals.Add(Error.NotFound(literal ?? throw new InvalidOperationException($"{caller}: not a literal")));
        else if (AnsweredCodes.IsCatalogue(declaring) && called is MethodInfo { IsStatic: true } made && IsMade(made))
            Refusals.Add(AnsweredCodes.SampleOf(made));
        else if (
            Assemblies.Contains(declaring.Assembly)
            && declaring != typeof(Error)
            && declaring.Name != "ScopeRules"
        )
            Follow(called, declaring);
    }

    static bool IsMade(MethodInfo method) => method.ReturnType == typeof(Error);

    void Follow(MethodBase called, Type declaring)
    {
        _open.Push(called);
        // The pipeline's marks are no code of a use case.
        if (called is not MethodInfo { IsVirtual: true } || declaring.Namespace == typeof(ICommand).Namespace)
            return;
        foreach (var type in Types.Where(t => !t.IsInterface && t != declaring && t.IsAssignableTo(declaring)))
        foreach (var method in type.GetMethods(Declared))
            if (method.Name == called.Name || method.Name.EndsWith($".{called.Name}", StringComparison.Ordinal))
                _open.Push(method);
    }
}
