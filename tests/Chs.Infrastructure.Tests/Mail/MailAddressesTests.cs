using Chs.Infrastructure.Mail;
using Xunit;

namespace Chs.Infrastructure.Tests.Mail;

public class MailAddressesTests
{
    static readonly MailAddresses Addresses = new();

    [Theory]
    [InlineData("ada@family.example")]
    [InlineData("ada@invalid.example")]
    [InlineData("ada@site.my-invalid")]
    [InlineData("ada@sub.test")]
    [InlineData("ada@bücher.example")]
    [InlineData("ada@xn--bcher-kva.example")]
    public void Mail_can_be_sent_to_names_of_the_internet(string address) =>
        Assert.True(Addresses.CanReceiveMail(address));

    /// <summary>A spelling that the stored form doesn't have would be another address of one mailbox.</summary>
    [Theory]
    [InlineData("ada@xn--.example")]
    [InlineData("ada@xn--a.example")]
    [InlineData("ada@xn--\u00fc.example")]
    [InlineData("ada@xn--a-ecp.ru")]
    public void None_to_what_only_looks_like_ASCII_of_other_letters(string address) =>
        Assert.False(Addresses.CanReceiveMail(address));

    /// <summary>Accounts that gave up their address are kept under such names: nobody else may have them.</summary>
    [Theory]
    [InlineData("0199aaaa-0000-7000-8000-000000000000@released.invalid")]
    [InlineData("ada@Released.INVALID")]
    [InlineData("ada@released.invalid.")]
    [InlineData("ada@released。invalid")]
    [InlineData("ada@x.invalid")]
    [InlineData("ada@invalid")]
    public void None_arrives_below_invalid(string address) => Assert.False(Addresses.CanReceiveMail(address));
}
