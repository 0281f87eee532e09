using System.Reflection;
using System.Reflection.Emit;

namespace Chs.Api.Tests.V3;

/// <summary>Finds the literal texts that compiled code passes as the last argument of a method.</summary>
static class LiteralArguments
{
    const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <exception cref="InvalidOperationException">The argument of a call isn't a literal.</exception>
    public static IEnumerable<string> Of(IEnumerable<Assembly> assemblies, Type declaring, string method) =>
        from assembly in assemblies
        from type in assembly.GetTypes()
        from caller in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
        from literal in LiteralsOf(caller, declaring, method)
        select literal;

    static IEnumerable<string> LiteralsOf(MethodBase caller, Type declaring, string method)
    {
        string? loaded = null;
        foreach (var (code, token) in InstructionsOf(caller))
        {
            if (IsCallOf(caller, code, token, declaring, method))
                yield return loaded
                    ?? throw new InvalidOperationException($"{caller.DeclaringType}.{caller.Name}: not a literal");
            loaded = code == OpCodes.Ldstr ? caller.Module.ResolveString(token) : null;
        }
    }

    static bool IsCallOf(MethodBase caller, OpCode code, int token, Type declaring, string method)
    {
        if (code != OpCodes.Call && code != OpCodes.Callvirt)
            return false;
        var typeArguments = caller.DeclaringType?.GetGenericArguments();
        var methodArguments = caller.IsGenericMethod ? caller.GetGenericArguments() : null;
        var called = caller.Module.ResolveMethod(token, typeArguments, methodArguments);
        return called?.DeclaringType == declaring && called.Name == method;
    }

    /// <summary>The instructions of a method, each with its operand where that has four bytes.</summary>
    public static IEnumerable<(OpCode Code, int Token)> InstructionsOf(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var at = 0;
        while (at < bytes.Length)
        {
            var isLong = bytes[at] == 0xFE;
            var code = Codes[isLong ? (short)(0xFE00 | bytes[at + 1]) : bytes[at]];
            at += code.Size;
            var size = SizeOfOperand(code, bytes, at);
            yield return (code, size >= 4 ? BitConverter.ToInt32(bytes, at) : 0);
            at += size;
        }
    }

    static int SizeOfOperand(OpCode code, byte[] bytes, int at) =>
        code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(bytes, at),
            _ => 4,
        };
}
