using System.Reflection;
using Chs.Api.OpenApi;
using Chs.Api.Tests.V3;
using Chs.Api.V3;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.AspNetCore.Mvc.Routing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>operations.txt: the codes of each operation, compared with what its compiled code can answer.</summary>
public class OperationRulesTests
{
    /// <summary>Codes that the form of an operation shows, which the table leaves out.</summary>
    static readonly string[] OfForm = ["request.invalid", "access.unauthenticated", "version.needed"];

    /// <summary>Refusals of unique indexes, which stand in no handler, by operation.</summary>
    static readonly Dictionary<string, string[]> OfUniqueness = new()
    {
        ["createLab"] = ["lab.name_taken", "lab.slug_taken", "lab.contact_email_taken"],
        ["updateLab"] = ["lab.name_taken", "lab.slug_taken", "lab.contact_email_taken"],
        ["createContentPage"] = ["page.exists"],
        ["createInstitution"] = ["institution.exists"],
        ["updateInstitution"] = ["institution.exists"],
        ["startResponse"] = ["response.started_concurrently"],
    };

    /// <summary>Operations that change what isn't counted in an aggregate's version, but can still be overtaken.</summary>
    static readonly string[] Overtaken =
    [
        "startResponse",
        "enrolSecondFactor",
        "changeEmail",
        "askToLinkExternalLogIn",
    ];

    /// <summary>
    /// Codes that stand on the way of an operation but that it never answers, because of a condition that the compiled
    /// code doesn't show.
    /// </summary>
    static readonly (string Code, string[] Operations)[] NeverAnswered =
    [
        // The owner of the address gets a mail instead.
        ("account.email_taken", ["signUp"]),
        // Whoever sees a study may read its details.
        (
            "access.forbidden",
            [
                "compareStudyVersions",
                "createTestParticipant",
                "deleteTestParticipant",
                "followBuild",
                "getBuild",
                "getBuildComponents",
                "getBuildLog",
                "getBuildProvenance",
                "getStudy",
                "getStudyVersion",
                "listBuildFiles",
                "listBuilds",
                "listStudyVersions",
                "listTestParticipants",
            ]
        ),
        // A build of a study that somebody may not see is no build for them.
        (
            "study.not_found",
            [
                "cancelBuild",
                "followBuild",
                "getBuild",
                "getBuildComponents",
                "getBuildLog",
                "getBuildProvenance",
                "listBuildFiles",
            ]
        ),
        // These only ask which steps come next.
        (
            "account.email_not_confirmed",
            [
                "cloneStudy",
                "createStudy",
                "deleteStudyImage",
                "discardDraft",
                "getStudy",
                "judgeDraft",
                "proposeDraft",
                "setStudyImage",
                "updateStudy",
                "withdrawDraft",
            ]
        ),
        // A discarded draft runs what families run.
        ("study.runner_beside_live", ["discardDraft"]),
        // Of many, each refused entry is a fault of the request; and whoever removes somebody gives nothing.
        ("lab.last_admin", ["setLabRoles"]),
        ("lab.not_a_researcher", ["setLabRoles"]),
        ("researcher.not_found", ["setLabRoles", "setStudyRoles"]),
        // What is one's own isn't looked for among others' accounts.
        ("account.yourself", ["handOver"]),
        ("rights.not_to_yourself", ["removeLabMember", "removeStudyResearcher", "setLabRoles", "setStudyRoles"]),
        ("rights.not_yours_to_give", ["removeLabMember", "removeStudyResearcher", "setLabRoles", "setStudyRoles"]),
        ("rights.not_yours_to_take", ["setLabRoles", "setStudyRoles"]),
        ("study.last_admin", ["setStudyRoles"]),
        ("study.not_in_the_lab", ["setStudyRoles"]),
        ("response.no_consent", ["ruleConsents"]),
        ("response.not_found", ["ruleConsents"]),
        // What is new has no other version.
        ("version.stale", ["createStudy"]),
        // v3 doesn't take this name, and recorders have neither a key nor a session.
        ("video.pipe_name_taken", ["registerVideo"]),
        ("account.second_factor_needed", ["registerVideo"]),
        // They leave a line in the audit log, but show nothing by which a family could be recognised.
        ("token.deidentified", ["getResponseNumbers", "listResponseRevisions", "listResponses"]),
        // It finds out anew who asks, which everybody may.
        ("token.out_of_scope", ["followBuild"]),
    ];

    /// <summary>The action of each operation, by the operation's name.</summary>
    internal static readonly SortedDictionary<string, MethodInfo> Actions = new(
        typeof(V3Controller)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(V3Controller)))
            .SelectMany(type => type.GetMethods())
            .Select(method => (method, method.GetCustomAttribute<HttpMethodAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .ToDictionary(found => found.Name!, found => found.method),
        StringComparer.Ordinal
    );

    public static TheoryData<string> Operations => new(Actions.Keys);

    internal static HashSet<string> CodesOf(string operation, MethodInfo action)
    {
        var codes = Reached(operation, action);
        codes.ExceptWith(
            NeverAnswered.Where(never => never.Operations.Contains(operation)).Select(never => never.Code)
        );
        return codes;
    }

    static HashSet<string> Reached(string operation, MethodInfo action)
    {
        var code = ReachableCode.Of(action);
        HashSet<string> codes = [.. code.Refusals.Select(WordOf), .. OfUniqueness.GetValueOrDefault(operation, [])];
        codes.ExceptWith([.. OfForm, Error.Stale.Code]);
        foreach (var request in code.Requests)
            codes.UnionWith(OfMarks(request));
        // Whoever lacks the second factor that the site demands is told so instead.
        if (codes.Any(c => c == Error.Forbidden.Code || c.EndsWith(".not_found", StringComparison.Ordinal)))
            codes.Add(AccountErrors.SecondFactorNeeded.Code);
        var writes = code.Requests.Any(request => request.IsAssignableTo(typeof(IWrite)));
        if (action.GetParameters().Any(p => p.ParameterType == typeof(IfMatch)) || (writes && code.Changes))
            codes.Add(Error.Stale.Code);
        if (Overtaken.Contains(operation))
            codes.Add(Error.Stale.Code);
        return codes;
    }

    [Theory, MemberData(nameof(Operations))]
    public void An_operation_lists_the_codes_that_its_use_case_can_answer(string operation)
    {
        var listed = OperationRules
            .Of(operation)
            .Codes.Select(code => code.Status is { } s ? $"{code.Code}:{s}" : code.Code);
        var answered = string.Join(' ', CodesOf(operation, Actions[operation]).Order(StringComparer.Ordinal));
        Assert.True(answered == string.Join(' ', listed), $"{operation}: {answered}");
    }

    [Fact]
    public void The_table_has_no_other_operations() =>
        Assert.Equal(Actions.Keys, OperationRules.Operations.Order(StringComparer.Ordinal));

    [Fact]
    public void A_code_that_is_never_answered_stands_on_the_way()
    {
        foreach (var (code, operations) in NeverAnswered)
        foreach (var operation in operations)
            Assert.Contains(code, Reached(operation, Actions[operation]));
    }

    [Fact]
    public void What_is_forbidden_to_some_says_who_may()
    {
        var forbidding = Actions.Keys.Where(operation =>
            OperationRules.Of(operation).Codes.Any(code => code.Code == Error.Forbidden.Code)
        );
        Assert.All(forbidding, operation => Assert.NotEmpty(OperationRules.Of(operation).Needs));
    }

    /// <summary>The code, with its status where it has several.</summary>
    static string WordOf(Error error)
    {
        if (ProblemCodes.Find(error.Code) is not { Statuses.Count: > 1 })
            return error.Code;
        var status = error.Kind is ErrorKind.Unconfirmed ? 422 : 401;
        return $"{error.Code}:{status}";
    }

    /// <summary>Refusals of the pipeline to credentials that the request isn't for.</summary>
    static IEnumerable<string> OfMarks(Type request)
    {
        var isOpen = request.IsAssignableTo(typeof(IOpenToFamilies)) && request.IsAssignableTo(typeof(ISessionOnly));
        if (!isOpen && !request.IsAssignableTo(typeof(IAnonymous)))
            yield return AccountErrors.SecondFactorNeeded.Code;
        if (request.IsAssignableTo(typeof(ISessionOnly)))
            yield return AccountErrors.NeedsSession.Code;
        if (!request.IsAssignableTo(typeof(IWithinScope)))
        {
            yield return AccountErrors.OutOfScope.Code;
            yield break;
        }

        if (request.IsAssignableTo(typeof(IWrite)))
            yield return AccountErrors.ReadOnlyToken.Code;
        if (request.IsAssignableTo(typeof(IShowsIdentities)))
            yield return AccountErrors.DeidentifiedToken.Code;
    }
}
