using System.Runtime.CompilerServices;
using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests.Pipeline;

/// <summary>Who may send which request at all. Whether a person may do what it says is for each use case to test.</summary>
public class AuthenticationBehaviorTests
{
    static readonly Actor Superuser = new(1, Guid.NewGuid(), IsResearcher: true, SiteRights.All);

    static readonly Type[] Requests =
    [
        .. typeof(ApplicationServices)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && ResponseOf(type) is not null),
    ];

    [Fact]
    public void Knows_requests_of_people_and_of_chs_itself()
    {
        Assert.Contains(Requests, IsAnonymous);
        Assert.Contains(Requests, IsSystem);
        Assert.Contains(Requests, request => !IsAnonymous(request) && !IsSystem(request));
    }

    [Fact]
    public void Takes_no_request_both_from_everybody_and_from_chs_only() =>
        Assert.DoesNotContain(Requests, request => IsAnonymous(request) && IsSystem(request));

    [Fact]
    public async Task Refuses_whoever_is_not_logged_in_unless_the_request_is_for_everybody()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        foreach (var request in Requests.Where(request => !IsAnonymous(request) && !IsSystem(request)))
            Assert.Equal((request, "access.unauthenticated"), (request, await RefusalAsync(chs, null, request)));
    }

    [Fact]
    public async Task Refuses_people_what_only_chs_itself_sends()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        foreach (var request in Requests.Where(IsSystem))
            Assert.Equal((request, "access.forbidden"), (request, await RefusalAsync(chs, Superuser, request)));
    }

    /// <summary>Whoever copies an administrator's key locks nobody out, takes no factor away and makes nobody mightier.</summary>
    [Fact]
    public async Task Refuses_keys_for_scripts_what_ends_log_ins_or_changes_how_accounts_open()
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var key = Superuser with { Scope = new TokenScope(false, false, []) };
        Type[] requests =
        [
            typeof(ChangePassword),
            typeof(ChangeEmail),
            typeof(EnrolSecondFactor),
            typeof(ActivateSecondFactor),
            typeof(DisableSecondFactor),
            typeof(ResetSecondFactor),
            typeof(EndSession),
            typeof(EndOtherSessions),
            typeof(ConfirmToken),
            typeof(RemoveExternalLogIn),
            typeof(AskToLinkExternalLogIn),
            typeof(UpdateAccountStanding),
            typeof(UpdateAccountRights),
        ];
        foreach (var request in requests)
            Assert.Equal((request, "account.needs_session"), (request, await RefusalAsync(chs, key, request)));
    }

    static bool IsAnonymous(Type request) => request.IsAssignableTo(typeof(IAnonymous));

    static bool IsSystem(Type request) => request.IsAssignableTo(typeof(ISystemRequest));

    /// <returns>Null when the type isn't a request.</returns>
    static Type? ResponseOf(Type type) =>
        type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            ?.GenericTypeArguments[0];

    /// <summary>Sends an empty request: it is to be refused before anything looks into it.</summary>
    /// <returns>The code of the refusal; null when the request succeeded.</returns>
    static Task<string?> RefusalAsync(TestChs chs, Actor? actor, Type request)
    {
        var send = ((Delegate)SendAsync<Outcome>).Method.GetGenericMethodDefinition();
        var empty = RuntimeHelpers.GetUninitializedObject(request);
        return (Task<string?>)send.MakeGenericMethod(ResponseOf(request)!).Invoke(null, [chs, actor, empty])!;
    }

    static async Task<string?> SendAsync<T>(TestChs chs, Actor? actor, IRequest<T> request)
        where T : IOutcome<T> => (await chs.SendAsync(actor, request)).Error?.Code;
}
