using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Testing;
using OtpNet;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>A researcher with an active second factor.</summary>
/// <param name="Secret">As an authenticator app keeps it.</param>
sealed record SecondFactorOwner(Actor Actor, string Email, string Secret, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>Signs somebody up and activates a second factor, one minute before now.</summary>
    public static async Task<SecondFactorOwner> EnrolAsync(TestChs chs)
    {
        var email = $"r{Guid.NewGuid():N}@uni.example";
        var signUp = new SignUp(email, LogIns.Password, "Robin", "Example", "", true);
        var actor = await chs.ActorAsync(await chs.SignUpAsync(signUp));
        var secret = (await chs.AnswerAsync(actor, new EnrolSecondFactor(LogIns.Password))).Secret;
        var activate = new ActivateSecondFactor(CodeAt(secret, chs.Time.GetUtcNow()), null);
        var codes = (await chs.AnswerAsync(actor, activate)).Codes;
        // The code that activated it may not be used again.
        chs.Time.Advance(TimeSpan.FromSeconds(60));
        return new SecondFactorOwner(actor, email, secret, codes);
    }

    public static string CodeAt(string secret, DateTimeOffset time) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(time.UtcDateTime);

    /// <summary>The code that the app shows.</summary>
    /// <param name="clockOffset">Seconds by which the app's clock is fast.</param>
    public string Code(TestChs chs, int clockOffset = 0) =>
        CodeAt(Secret, chs.Time.GetUtcNow().AddSeconds(clockOffset));

    /// <summary>Enters the password.</summary>
    /// <returns>The secret of the log-in that waits for a code.</returns>
    public async Task<string> EnterPasswordAsync(TestChs chs)
    {
        var opened = await chs.AnswerAsync(null, new LogIn(Email, LogIns.Password));
        Assert.True(opened.NeedsCode);
        return opened.Secret;
    }
}
