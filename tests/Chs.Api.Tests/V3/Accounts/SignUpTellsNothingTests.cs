using System.Net;
using Chs.Testing;
using MimeKit;
using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

/// <summary>Number 6, on a site where people follow the link in a mail before they log in.</summary>
public sealed class SignUpTellsNothingTests : IAsyncLifetime
{
    const string Stranger = "Visit evil.example";

    readonly string _data = Directory.CreateTempSubdirectory("chs-sign-up-").FullName;
    ServerProcess? _server;

    public async Task InitializeAsync() =>
        _server = await ServerProcess.StartAsync(
            _data,
            null,
            null,
            ("Chs__Demo", "true"),
            ("Chs__Accounts__LogInAtOnce", "false")
        );

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    ApiClient Nobody() => ApiClient.To(_server!.Address);

    [Fact]
    public async Task The_answers_for_a_taken_and_a_free_address_are_the_same()
    {
        using var nobody = Nobody();
        await SignUpAsync(nobody, "first@family.example");
        List<(HttpStatusCode, string, string)> answers = [];
        foreach (var email in (string[])["PARENT@demo.chs", "first@family.example", "free@family.example"])
        {
            using var answer = await nobody.PostAsync("/api/v3/accounts", Account(email));
            var headers = answer
                .Headers.Where(h => h.Key != "Date")
                .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
            var body = await answer.Content.ReadAsStringAsync();
            answers.Add((answer.StatusCode, string.Join('\n', headers.Order()), body));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal((HttpStatusCode.Accepted, """{"needsLink":true}"""), (answers[0].Item1, answers[0].Item3));
    }

    [Fact]
    public async Task Before_the_link_is_followed_a_log_in_is_refused_as_for_an_address_of_others()
    {
        using var nobody = Nobody();
        foreach (var email in (string[])["parent@demo.chs", "free@family.example"])
        {
            await SignUpAsync(nobody, email);
            foreach (var path in (string[])["/api/v3/session", "/api/v3/session-keys"])
                await nobody.PostAsync(path, LogIn(email)).IsProblemAsync(401, "account.wrong_credentials");
        }

        var token = await TokenAsync("free@family.example", "Confirm your");
        await ConfirmAsync(nobody, token, null).IsProblemAsync(422, "account.wrong_password");
        await ConfirmAsync(nobody, token, "not it at all").IsProblemAsync(422, "account.wrong_password");
        await nobody
            .PostAsync("/api/v3/session", LogIn("free@family.example"))
            .IsProblemAsync(401, "account.wrong_credentials");
        await ConfirmAsync(nobody, token, ApiHost.Password).SucceedsAsync();
        await nobody.PostAsync("/api/v3/session", LogIn("free@family.example")).SucceedsAsync();
    }

    [Fact]
    public async Task The_owner_of_a_taken_address_gets_a_mail_and_no_mail_holds_what_a_stranger_wrote()
    {
        using var nobody = Nobody();
        await SignUpAsync(nobody, "parent@demo.chs");
        await SignUpAsync(nobody, "free@family.example");
        await nobody.PostAsync("/api/v3/password-resets", new { email = "free@family.example" }).SucceedsAsync();
        MimeMessage[] mails =
        [
            await MailAsync("parent@demo.chs", "You have an account already"),
            await MailAsync("free@family.example", "Confirm your"),
            await MailAsync("free@family.example", "Choose a new password"),
        ];
        Assert.All(mails, mail => Assert.DoesNotContain("evil", mail.TextBody + mail.HtmlBody));
        Assert.Contains("/login/", mails[0].TextBody);
        Assert.Contains("/account/password/?token=", mails[0].TextBody);
    }

    [Fact]
    public async Task Whoever_signs_up_again_before_the_address_is_confirmed_gets_its_link_again()
    {
        using var nobody = Nobody();
        await SignUpAsync(nobody, "again@family.example");
        var first = await MailAsync("again@family.example", "Confirm your");
        await SignUpAsync(nobody, "again@family.example");
        var second = await Eventually.FindAsync(
            "a second mail",
            async () =>
                await MailAsync("again@family.example", "Confirm your") is { } mail && mail.MessageId != first.MessageId
                    ? mail
                    : null
        );
        Assert.DoesNotContain("evil", second.TextBody + second.HtmlBody);
        Assert.Contains("/account/password/?token=", second.TextBody);
        var token = System.Text.RegularExpressions.Regex.Match(second.TextBody ?? "", @"confirm/\?token=([\w-]+)");
        await ConfirmAsync(nobody, token.Groups[1].Value, ApiHost.Password).SucceedsAsync();
        await nobody.PostAsync("/api/v3/session", LogIn("again@family.example")).SucceedsAsync();
    }

    [Fact]
    public async Task A_mailbox_has_one_budget_in_all_spellings_of_its_domain()
    {
        using var nobody = Nobody();
        string[] spellings =
        [
            "c@b\u00fccher.example",
            "c@xn--bcher-kva.example",
            "C@B\u00dcCHER.example",
            "c@Xn--Bcher-kva.example",
            "c+x@b\u00fccher.EXAMPLE",
        ];
        foreach (var email in spellings)
            await SignUpAsync(nobody, email);
        using var refused = await nobody.PostAsync("/api/v3/accounts", Account("c@XN--BCHER-KVA.example"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task A_mailbox_at_Gmail_has_one_budget_whatever_its_full_stops_are()
    {
        using var nobody = Nobody();
        string[] spellings =
        [
            "ada.b@gmail.com",
            "adab@gmail.com",
            "a.d.a.b@googlemail.com",
            "adab+x@gmail.com",
            "AD.AB@gmail.com",
        ];
        foreach (var email in spellings)
            await SignUpAsync(nobody, email);
        using var refused = await nobody.PostAsync("/api/v3/accounts", Account("a.dab@gmail.com"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    /// <summary>Strangers could keep the owner of an account from a new password.</summary>
    [Fact]
    public async Task Sign_ups_with_an_address_use_up_no_links_to_a_new_password()
    {
        using var nobody = Nobody();
        const string email = "owner@family.example";
        for (var i = 0; i < 5; i++)
            await SignUpAsync(nobody, email);
        await nobody.PostAsync("/api/v3/password-resets", new { email }).SucceedsAsync();
        await MailAsync(email, "Choose a new password");
    }

    [Fact]
    public async Task A_mailbox_gets_few_mails_whatever_is_behind_the_plus_sign()
    {
        using var nobody = Nobody();
        for (var i = 0; i < 5; i++)
            await SignUpAsync(nobody, $"a+{i}@family.example");
        using var refused = await nobody.PostAsync("/api/v3/accounts", Account("A@family.example"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        await SignUpAsync(nobody, "b@family.example");
    }

    [Theory]
    [InlineData("Ada <a@x.example>")]
    [InlineData("\"a b\"@x.example")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@localhost")]
    [InlineData("a@x.example\r\nBcc: b@y.example")]
    [InlineData("a(comment)@x.example")]
    [InlineData("a@x..example")]
    [InlineData("a..b@x.example")]
    [InlineData("\u00e4@x.example")]
    [InlineData("a@x.example,b@y.example")]
    [InlineData("@x.example:a@y.example")]
    [InlineData("a@x\u3002example")]
    [InlineData("a@x\uff0eexample")]
    [InlineData("a@x\uff61example")]
    [InlineData("a@x.example\u200b")]
    [InlineData("a@\uff58.example")]
    [InlineData("a@x.example\u00ad")]
    public async Task What_no_mail_server_would_take_is_no_address(string email)
    {
        using var nobody = Nobody();
        using var answer = await nobody.PostAsync("/api/v3/accounts", Account(email));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"/email\"", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("a.b-c+d@x.example")]
    [InlineData("a@b\u00fccher.example")]
    public async Task What_mail_servers_take_is_one(string email)
    {
        using var nobody = Nobody();
        await SignUpAsync(nobody, email);
    }

    [Fact]
    public async Task Whoever_signs_up_agrees_to_the_texts_that_are_published_and_is_asked_again_when_they_change()
    {
        using var staff = Nobody();
        await staff.LogInAsync("admin@demo.chs");
        await PublishAsync(staff, "We keep everything here.");
        using var nobody = Nobody();
        await nobody.PostAsync("/api/v3/accounts", Account("v@family.example")).IsProblemAsync(400, "request.invalid");
        var published = (await staff.GetJsonAsync("/api/v3/me")).GetProperty("textsToAccept")[0];
        // What the site lists is sent as it is, with its title.
        var listed = await nobody.GetJsonAsync("/api/v3/site");
        var asListed = new
        {
            email = "w@family.example",
            password = ApiHost.Password,
            givenName = Stranger,
            familyName = Stranger,
            acceptedTexts = listed.GetProperty("textsToAccept"),
        };
        await nobody.PostAsync("/api/v3/accounts", asListed).SucceedsAsync();
        var version = published.GetProperty("version").GetInt32();
        await nobody
            .PostAsync("/api/v3/accounts", Account("v@family.example", version + 1))
            .IsProblemAsync(400, "request.invalid");
        await nobody.PostAsync("/api/v3/accounts", Account("v@family.example", version)).SucceedsAsync();
        await ConfirmAsync(nobody, await TokenAsync("v@family.example", "Confirm your"), ApiHost.Password)
            .SucceedsAsync();
        await nobody.PostAsync("/api/v3/session", LogIn("v@family.example")).SucceedsAsync();
        Assert.Equal(0, await CountAsync(nobody));

        await PublishAsync(staff, "We keep everything there.");
        Assert.Equal(1, await CountAsync(nobody));
        var old = new { acceptedTexts = Terms(version) };
        await nobody.PostAsync("/api/v3/me/accepted-texts", old).IsProblemAsync(400, "request.invalid");
        var now = new { acceptedTexts = Terms(version + 1) };
        await nobody.PostAsync("/api/v3/me/accepted-texts", now).SucceedsAsync();
        Assert.Equal(0, await CountAsync(nobody));
    }

    static async Task<int> CountAsync(ApiClient client) =>
        (await client.GetJsonAsync("/api/v3/me")).GetProperty("textsToAccept").GetArrayLength();

    static async Task PublishAsync(ApiClient staff, string markdown)
    {
        var page = new
        {
            title = "Terms",
            markdown,
            isPublished = true,
        };
        var body = System.Net.Http.Json.JsonContent.Create(page);
        await staff.SendAsync(HttpMethod.Put, "/api/v3/pages/terms", body, ("If-Match", "*")).SucceedsAsync();
    }

    static object LogIn(string email) => new { email, password = ApiHost.Password };

    static object[] Terms(int version) =>
        [
            new
            {
                slug = "terms",
                language = "en",
                version,
            },
        ];

    static object Account(string email, int? terms = null) =>
        new
        {
            email,
            password = ApiHost.Password,
            givenName = Stranger,
            familyName = Stranger,
            nickname = Stranger,
            acceptedTexts = terms is { } version ? Terms(version) : [],
        };

    static Task SignUpAsync(ApiClient client, string email) =>
        client.PostAsync("/api/v3/accounts", Account(email)).HasStatusAsync(HttpStatusCode.Accepted);

    static Task<HttpResponseMessage> ConfirmAsync(ApiClient client, string token, string? password) =>
        client.PostAsync("/api/v3/email-confirmations", new { token, password });

    Task<string> TokenAsync(string to, string about) => MailFolder.TokenAsync(_data, to, about);

    Task<MimeMessage> MailAsync(string to, string about) => MailFolder.MailAsync(_data, to, about);
}
