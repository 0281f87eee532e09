using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Exports;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Plays;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>
/// Who knows the password only, where the site demands a second factor: nothing that they make outlives or outranks their
/// log-in, and they are told why.
/// </summary>
public class SecondFactorIsNotBypassedTests
{
    static readonly string Needed = AccountErrors.SecondFactorNeeded.Code;

    /// <summary>Like a family, and to get the second factor. Nothing here may give access that outlives the log-in.</summary>
    static readonly Type[] Open =
    [
        typeof(AcceptTexts),
        typeof(ActivateSecondFactor),
        typeof(AskToConfirmEmail),
        typeof(CreateChild),
        typeof(CreateDemographics),
        typeof(CreateResponse),
        typeof(DeleteChild),
        typeof(EndOtherSessions),
        typeof(EndSession),
        typeof(EnrolSecondFactor),
        typeof(IssuePlayTicket),
        typeof(ListAccountSessions),
        typeof(ListChildren),
        typeof(ListDemographics),
        typeof(ListExternalLogIns),
        typeof(ListOwnOpenStudies),
        typeof(ListOwnResponses),
        typeof(ListPastSessions),
        typeof(ListTokens),
        typeof(ReadChild),
        typeof(ReadChildForJsonApi),
        typeof(ReadDemographicsForJsonApi),
        typeof(ReadMailPreferences),
        typeof(ReadOwnAccount),
        typeof(ReadOwnOpenStudy),
        typeof(ReadOwnResponse),
        typeof(ReadPlayStart),
        typeof(ReadSession),
        typeof(ReadStudyForJsonApi),
        typeof(ReadUserForJsonApi),
        typeof(RemoveExternalLogIn),
        typeof(RevokeToken),
        typeof(SaveResponse),
        typeof(StartResponse),
        typeof(UpdateAccount),
        typeof(UpdateChild),
        typeof(UpdateMailPreferences),
    ];

    static IEnumerable<Type> Requests =>
        typeof(IOpenToFamilies)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IBaseRequest)) && !type.IsAbstract);

    [Fact]
    public void Without_it_people_may_do_what_families_do_and_nothing_else()
    {
        var marked = Requests.Where(type => type.IsAssignableTo(typeof(IOpenToFamilies)));
        Assert.Equal(Open.OrderBy(type => type.Name), marked.OrderBy(type => type.Name));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_without_it_makes_no_key(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        foreach (var email in (string[])["researcher@test.chs", "reviewer@test.chs"])
        {
            var half = await ActorOfAsync(chs, await chs.LogInAsync(email));
            await chs.RefusesAsync(half, new CreateToken("later", null), Needed);
        }
        Assert.False(await chs.WithAsync(db => db.Credentials.AnyAsync(c => c.Kind == CredentialKind.ApiToken)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_superusers_log_in_without_it_makes_no_key(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Email == "parent@test.chs")).MakeSuperuser();
            return await db.SaveChangesAsync(default);
        });
        var half = await ActorOfAsync(chs, await chs.LogInAsync("parent@test.chs"));
        await chs.RefusesAsync(half, new CreateToken("later", null), Needed);
        await chs.RefusesAsync(half, new ListAccounts(), Needed);
        await chs.RefusesAsync(half, new ResetSecondFactor(half.Id), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_in_without_it_moves_no_address_and_no_password(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var session = await chs.LogInAsync("researcher@test.chs");
        var half = await ActorOfAsync(chs, session);
        await chs.RefusesAsync(half, new ChangeEmail("thief@test.chs", LogIns.Password), Needed);
        await chs.RefusesAsync(half, new ChangePassword(LogIns.Password, "eight green bottles stand", session), Needed);
        await chs.RefusesAsync(half, new BecomeResearcher(LogIns.Password, "Ada", "Example"), Needed);
        await chs.RefusesAsync(half, new DisableSecondFactor("000000"), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_institutions_log_in_without_it_is_none_with_it(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        await ConfirmAddressAsync(chs, "researcher@test.chs");
        var person = new ExternalPerson("https://uni.example", "r-1", "researcher@test.chs", true, "R", "R", false);
        var opened = await chs.AnswerAsync(null, new LogInExternally(person));
        var half = await ActorOfAsync(chs, opened.Secret);
        await chs.RefusesAsync(half, new CreateToken("later", null), Needed);
        await chs.RefusesAsync(half, new ListStudies(), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_programs_log_in_without_it_makes_no_key(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var program = await chs.AnswerAsync(null, new CreateSessionKey("researcher@test.chs", LogIns.Password, null));
        var half = await ActorOfAsync(chs, program.Key, CredentialKind.SessionKey);
        await chs.RefusesAsync(half, new CreateToken("later", null), Needed);
        await chs.RefusesAsync(half, new ListStudies(), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task People_with_a_role_who_are_no_researchers_need_it_too(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        // As the import brings them.
        await chs.WithAsync(async db =>
        {
            db.LabMemberships.Add(LabMembership.Of(world.Lab.Id, world.Parent.Key, LabRole.Admin));
            return await db.SaveChangesAsync(default);
        });
        var half = await ActorOfAsync(chs, await chs.LogInAsync("parent@test.chs"));
        Assert.True(half.LacksSecondFactor);
        await chs.RefusesAsync(half, new ExportResponses(world.Study.Uuid, []), Needed);
        await chs.SucceedsAsync(half, new ListChildren());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_that_hold_others_things_are_refused_instead_of_empty(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var half = await ActorOfAsync(chs, await chs.LogInAsync("researcher@test.chs"));
        var page = new PageNumber(1, 10);
        await chs.RefusesAsync(half, new ListStudies(), Needed);
        await chs.RefusesAsync(half, new ListReviewQueue(), Needed);
        await chs.RefusesAsync(half, new ListLabs { Set = LabSet.Mine }, Needed);
        await chs.RefusesAsync(half, new ListLabMembers { LabId = world.Lab.Uuid }, Needed);
        await chs.RefusesAsync(half, new ListStudiesForJsonApi(page), Needed);
        await chs.RefusesAsync(half, new ListUsersForJsonApi(page), Needed);
        await chs.RefusesAsync(half, new ListChildrenForJsonApi(page, null, null), Needed);
        await chs.RefusesAsync(half, new ListDemographicsForJsonApi(page, null, null), Needed);
        await chs.RefusesAsync(half, new ListSessions(page, null, null), Needed);
        await chs.RefusesAsync(half, new ListFeedback(page), Needed);
        await chs.SucceedsAsync(half, new ListLabs());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_begins_with_it_only(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var half = await ActorOfAsync(chs, await chs.LogInAsync("researcher@test.chs"));
        var preview = new IssuePlayTicket(world.Study.Uuid, null, true, PlayActions.BrowserDigest, PlayActions.Site);
        await chs.RefusesAsync(half, preview, Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_that_was_made_with_it_works(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var whole = await WithSecondFactorAsync(chs, "researcher@test.chs");
        var bearer = await chs.BearerAsync(whole, new TokenScope(true, false, []));
        await chs.SucceedsAsync(bearer, new ReadStudy(world.Study.Uuid));
        Assert.False(Assert.Single(await chs.ItemsAsync(whole, new ListTokens())).NeedsConfirmation);
    }

    /// <summary>The site demanded none yet, or the owner was no researcher.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_that_was_made_without_it_opens_nothing(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(await MadeWithoutAsync(chs, "researcher@test.chs"));
        await chs.RefusesAsync(bearer, new ReadStudy(world.Study.Uuid), Needed);
        await chs.RefusesAsync(bearer, new ListStudies(), Needed);
        await chs.RefusesAsync(bearer, new ListSessions(new PageNumber(1, 10), null, null), Needed);
        await chs.RefusesAsync(bearer, new ReadOwnAccount(), Needed);
        await chs.RefusesAsync(bearer, new ListChildren(), Needed);
    }

    /// <summary>Otherwise a thief's key would come alive when the owner sets up a second factor.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_factor_that_is_set_up_later_makes_no_key_good_by_itself(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var key = await MadeWithoutAsync(chs, "researcher@test.chs");
        var whole = await WithSecondFactorAsync(chs, "researcher@test.chs");
        Assert.True((await chs.BearerAsync(key)).LacksSecondFactor);
        Assert.True(Assert.Single(await chs.ItemsAsync(whole, new ListTokens())).NeedsConfirmation);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Its_owner_makes_a_key_good_in_a_log_in_with_it(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await MadeWithoutAsync(chs, "researcher@test.chs");
        var half = await ActorOfAsync(chs, await chs.LogInAsync("researcher@test.chs"));
        var id = Assert.Single(await chs.ItemsAsync(half, new ListTokens())).Id;
        await chs.RefusesAsync(half, new ConfirmToken(id), Needed);
        await chs.RefusesAsync(await chs.BearerAsync(key), new ConfirmToken(id), "account.needs_session");
        var whole = await WithSecondFactorAsync(chs, "researcher@test.chs");
        await chs.RefusesAsync(whole, new ConfirmToken(Guid.NewGuid()), "token.not_found");
        var stranger = await WithSecondFactorAsync(chs, "outsider@test.chs");
        await chs.RefusesAsync(stranger, new ConfirmToken(id), "token.not_found");
        await chs.SucceedsAsync(whole, new ConfirmToken(id));
        await chs.SucceedsAsync(await chs.BearerAsync(key), new ReadStudy(world.Study.Uuid));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_imported_key_works_and_is_named_to_its_owner_and_the_operator(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = await ImportedAsync(chs, "researcher@test.chs");
        await chs.SucceedsAsync(await chs.BearerAsync(key), new ReadStudy(world.Study.Uuid));
        var half = await ActorOfAsync(chs, await chs.LogInAsync("researcher@test.chs"));
        var listed = Assert.Single(await chs.ItemsAsync(half, new ListTokens()));
        Assert.Equal((true, false, false), (listed.IsImported, listed.HasSecondFactor, listed.NeedsConfirmation));
        var told = Assert.Single(await chs.AnswerAsync(null, new FindImportedKeys()));
        Assert.Equal(new ImportedKeys(world.Researcher.Id, 1), told);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_imported_key_makes_no_other(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(await ImportedAsync(chs, "researcher@test.chs", null));
        await chs.RefusesAsync(bearer, new CreateToken("wider", null), Needed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_setting_demands_it_of_imported_keys_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(
            on,
            secondFactor: SecondFactorRule.Researchers,
            secondFactorOfImportedKeys: true
        );
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(await ImportedAsync(chs, "researcher@test.chs"));
        await chs.RefusesAsync(bearer, new ReadStudy(world.Study.Uuid), Needed);
        Assert.Empty(await chs.AnswerAsync(null, new FindImportedKeys()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Switching_it_off_ends_what_it_opened(DatabaseProvider on)
    {
        await using var chs = await StartAsync(on);
        await World.MakeAsync(chs);
        var session = await chs.LogInAsync("researcher@test.chs");
        var secret = await ActivateAsync(chs, session);
        chs.Time.Advance(TimeSpan.FromSeconds(60));
        var whole = await ActorOfAsync(chs, session);
        var code = SecondFactorOwner.CodeAt(secret, chs.Time.GetUtcNow());
        await chs.SucceedsAsync(whole, new DisableSecondFactor(code));
        Assert.True((await ActorOfAsync(chs, session)).LacksSecondFactor);
    }

    static Task<TestChs> StartAsync(DatabaseProvider on) =>
        TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);

    static async Task<Actor> ActorOfAsync(TestChs chs, string secret, CredentialKind kind = CredentialKind.Session) =>
        (await chs.AnswerAsync(null, new Authenticate(secret, kind))).Actor;

    static async Task<Actor> WithSecondFactorAsync(TestChs chs, string email)
    {
        var session = await chs.LogInAsync(email);
        await ActivateAsync(chs, session);
        return await ActorOfAsync(chs, session);
    }

    static async Task<string> ActivateAsync(TestChs chs, string session)
    {
        var actor = await ActorOfAsync(chs, session);
        var secret = (await chs.AnswerAsync(actor, new EnrolSecondFactor(LogIns.Password))).Secret;
        var code = SecondFactorOwner.CodeAt(secret, chs.Time.GetUtcNow());
        await chs.SucceedsAsync(actor, new ActivateSecondFactor(code, session));
        return secret;
    }

    /// <summary>A key that the account made when nobody demanded a second factor of it.</summary>
    static async Task<string> MadeWithoutAsync(TestChs chs, string email, TokenScope? scope = null)
    {
        var key = Secret.NewToken();
        await chs.WithAsync(async db =>
        {
            var owner = await db.Users.SingleAsync(u => u.Email == email);
            var deed = new Deed(owner.Uuid, owner.Id, Some.Moment);
            // Tests know keys by their scope.
            var limits = scope ?? new TokenScope(true, false, []);
            db.Credentials.Add(owner.IssueToken(Secret.Digest(key), "script", null, limits, null, deed));
            return await db.SaveChangesAsync(default);
        });
        return key;
    }

    static Task<string> ImportedAsync(TestChs chs, string email) =>
        ImportedAsync(chs, email, new TokenScope(true, false, []));

    static async Task<string> ImportedAsync(TestChs chs, string email, TokenScope? scope)
    {
        var key = await MadeWithoutAsync(chs, email, scope);
        await chs.WithAsync(db =>
            db.Credentials.Where(c => c.Kind == CredentialKind.ApiToken)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(c => c.IsImported, true).SetProperty(c => c.IsReadOnly, scope != null)
                )
        );
        return key;
    }

    static Task<int> ConfirmAddressAsync(TestChs chs, string email) =>
        chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Email == email)).ConfirmEmail(Some.Moment);
            return await db.SaveChangesAsync(default);
        });
}
