using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Chs.Application.Auditing;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Api.Tests.V3.Auditing;

/// <summary>The names of what the audit log can hold.</summary>
public partial class AuditActionTests
{
    const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    static readonly Assembly[] Assemblies = [typeof(Error).Assembly, typeof(IChsDb).Assembly];

    static readonly string[] OfEvents =
    [
        .. typeof(DomainEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DomainEvent)))
            .Select(type => type.Name),
    ];

    /// <summary>What use cases write: the texts of their marks, and those in methods that make entries.</summary>
    static readonly string[] OfUseCases =
    [
        .. (
            from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
            from method in type.GetMethods(Declared)
            where method.Name.EndsWith("get_AuditAction", StringComparison.Ordinal) || MakesEntries(method)
            from text in TextsOf(method)
            where Words().IsMatch(text)
            select text.Replace(" ", "").Replace("-", "")
        ).Distinct(),
    ];

    [Fact]
    public void Everything_that_is_written_has_a_name_and_every_name_is_written()
    {
        Assert.True(OfUseCases.Length > 20);
        var names = Enum.GetNames<AuditAction>().Where(name => name != nameof(AuditAction.Other));
        Assert.Equal(
            OfEvents
                .Concat(OfUseCases)
                .Select(name => name.ToLowerInvariant())
                .Distinct()
                .Order(StringComparer.Ordinal),
            names.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Everything_in_a_studys_log_has_a_name_and_every_name_is_written()
    {
        var written = typeof(StudyLogEntry)
            .GetMethods(Declared)
            .Where(method => method.Name == nameof(StudyLogEntry.Of))
            .SelectMany(TextsOf)
            .Where(text => text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || c == ' '))
            .Concat(Enum.GetValues<StudyState>().Select(StudyLogEntry.ActionOf))
            .Select(text => text.Replace(" ", ""));
        var names = Enum.GetNames<StudyLogAction>().Where(name => name != nameof(StudyLogAction.Other));
        Assert.Equal(
            written.Distinct().Order(StringComparer.Ordinal),
            names.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)
        );
    }

    static bool MakesEntries(MethodInfo method) =>
        LiteralArguments
            .InstructionsOf(method)
            .Any(instruction =>
                instruction.Code == OpCodes.Call
                && Resolve(method, instruction.Token) is { Name: nameof(AuditEntry.Of) } called
                && called.DeclaringType == typeof(AuditEntry)
            );

    static MethodBase? Resolve(MethodInfo method, int token) =>
        method.Module.ResolveMethod(
            token,
            method.DeclaringType!.GetGenericArguments(),
            method.IsGenericMethod ? method.GetGenericArguments() : null
        );

    static IEnumerable<string> TextsOf(MethodInfo method) =>
        LiteralArguments
            .InstructionsOf(method)
            .Where(instruction => instruction.Code == OpCodes.Ldstr)
            .Select(instruction => method.Module.ResolveString(instruction.Token));

    [GeneratedRegex("^[a-z]+[ -][a-z -]+$")]
    private static partial Regex Words();
}
