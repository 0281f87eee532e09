using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>
/// Two labs with a study each, of which one attacks whoever plays it. The other one and the site hold what it must
/// neither read nor change.
/// </summary>
/// <remarks>A test's script in the page stands for the study's own: both run in the same place with the same rights.</remarks>
public class TwoLabs : BrowserHost
{
    /// <summary>Stands in each session that isn't the attacker's to read.</summary>
    public const string Secret = "a secret of somebody else";

    /// <summary>What the first trial of the attacking study says.</summary>
    public const string Greeting = "Hello from the first lab";

    /// <summary>The study whose code attacks, of the researcher's lab.</summary>
    public Guid Attacking { get; private set; }

    /// <summary>The study of the administrator's lab.</summary>
    public Guid Attacked { get; private set; }

    /// <summary>A family that nobody else's browser may show.</summary>
    public ApiClient Others { get; private set; } = null!;

    /// <summary>The other family's sessions, one of each study.</summary>
    public Guid[] OthersSessions { get; private set; } = [];

    ApiClient _researcher = null!;
    ApiClient _administrator = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        _researcher = await ApiAsync("researcher");
        _administrator = await ApiAsync("admin");
        Attacking = await NewStudyAsync(
            _researcher,
            await Studies.DemoLabAsync(_researcher),
            "The first study",
            Greeting
        );
        var lab = await Studies.CreateLabAsync(_administrator, _administrator, "The second lab");
        Attacked = await NewStudyAsync(_administrator, lab, "The second study", "Hello from the second lab");
        Others = await NewParentAsync();
        var child = (await Studies.ChildrenAsync(Others))[0];
        OthersSessions =
        [
            await Studies.TakePartAsync(Others, Attacking, child, Secret),
            await Studies.TakePartAsync(Others, Attacked, child, Secret),
        ];
    }

    public override async Task DisposeAsync()
    {
        _researcher?.Dispose();
        _administrator?.Dispose();
        Others?.Dispose();
        await base.DisposeAsync();
    }

    async Task<Guid> NewStudyAsync(ApiClient researcher, Guid lab, string name, string greeting)
    {
        var study = await Studies.CreateAsync(researcher, lab, name, Studies.Experiment(greeting));
        await Studies.ActivateAsync(researcher, _administrator, study);
        return study;
    }

    /// <summary>Somebody whose browser runs the attacking study's code.</summary>
    /// <param name="role"><c>family</c>, or <c>researcher</c> or <c>administrator</c>, who preview it.</param>
    public Task<Victim> VictimAsync(string role) =>
        role switch
        {
            "family" => FamilyOfTwoAsync(),
            "researcher" => PreviewerAsync("researcher"),
            "administrator" => PreviewerAsync("admin"),
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        };

    /// <summary>A family with two children, who have sessions that the attack isn't to see.</summary>
    async Task<Victim> FamilyOfTwoAsync()
    {
        var api = await NewParentAsync();
        await api.PostJsonAsync("/api/v3/children", new { givenName = "Noa", birthday = "2023-04-01" });
        var children = await Studies.ChildrenAsync(api);
        Guid[] sessions =
        [
            await Studies.TakePartAsync(api, Attacking, children[1], Secret),
            await Studies.TakePartAsync(api, Attacked, children[0], Secret),
        ];
        var context = await NewContextAsync(api);
        return await Victim.PlayAsync(context, api, $"/studies/j/{Attacking}/{children[0]}/", sessions);
    }

    async Task<Victim> PreviewerAsync(string account)
    {
        var api = await ApiAsync(account);
        var child = await Studies.TestParticipantAsync(api, Attacking);
        var context = await NewContextAsync(api);
        return await Victim.PlayAsync(context, api, $"/exp/studies/j/{Attacking}/{child}/preview/", []);
    }
}

/// <summary>All attacks share one program.</summary>
[CollectionDefinition("Attacks")]
public class AttackCollection : ICollectionFixture<TwoLabs>;
