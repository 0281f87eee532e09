using Chs.Infrastructure.Mail;
using Chs.Infrastructure.Settings;
using Xunit;

namespace Chs.Infrastructure.Tests.Mail;

/// <summary>Mail by SMTP.</summary>
public class SmtpMailerTests
{
    const string Address = "ada@family.example";

    [Fact]
    public async Task Tells_a_server_without_TLS_neither_mail_nor_password()
    {
        await using var server = new MailServerStandIn();
        var refused = await Assert.ThrowsAsync<MailUnencryptedException>(() => SendAsync(server, MailTls.Required));
        Assert.Contains("Chs__Mail__Tls=WhenOffered", refused.Message);
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Lines, line => line.Contains(Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_in_plain_text_where_the_operator_says_so()
    {
        await using var server = new MailServerStandIn();
        await SendAsync(server, MailTls.WhenOffered);
        Assert.Contains(server.Lines, line => line.Contains(Address, StringComparison.Ordinal));
    }

    /// <summary>What fails is logged, and logs hold no addresses.</summary>
    [Fact]
    public async Task Says_of_a_refused_mail_why_but_not_to_whom_it_went()
    {
        await using var server = new MailServerStandIn($"550 no such mailbox: {Address}");
        var refused = await Assert.ThrowsAsync<IOException>(() => SendAsync(server, MailTls.WhenOffered));
        Assert.Contains("550", refused.Message);
        Assert.DoesNotContain(Address, refused.ToString());
    }

    static Task SendAsync(MailServerStandIn server, MailTls tls)
    {
        var settings = new MailSettings
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Tls = tls,
            User = "chs",
            Password = "secret",
        };
        var mail = new Application.Ports.Mail(Guid.NewGuid(), Address, "Hello", "Hello", "<p>Hello</p>");
        return new SmtpMailer(settings, TimeProvider.System).SendAsync(mail, default);
    }
}
