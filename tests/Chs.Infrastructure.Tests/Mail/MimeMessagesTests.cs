using Chs.Infrastructure.Mail;
using MimeKit;
using Xunit;

namespace Chs.Infrastructure.Tests.Mail;

/// <summary>Headers of mails.</summary>
public class MimeMessagesTests
{
    [Fact]
    public void A_mail_to_a_family_has_one_click_to_have_no_more()
    {
        var message = Create(new Uri("https://chs.example/unsubscribe/?token=a-b_c"));
        Assert.Equal("<https://chs.example/unsubscribe/?token=a-b_c>", message.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
    }

    [Theory]
    [InlineData(null)]
    // RFC 8058 asks for https.
    [InlineData("http://localhost:5080/unsubscribe/?token=a")]
    public void Other_mails_have_none(string? address)
    {
        var message = Create(address is null ? null : new Uri(address));
        Assert.DoesNotContain(message.Headers, header => header.Field.StartsWith("List-", StringComparison.Ordinal));
    }

    static MimeMessage Create(Uri? unsubscribe)
    {
        var mail = new Application.Ports.Mail(Guid.NewGuid(), "ada@family.example", "Hello", "Hello", "<p>Hello</p>")
        {
            Unsubscribe = unsubscribe,
        };
        return MimeMessages.Create(mail, "chs@site.example", TimeProvider.System.GetUtcNow());
    }
}
