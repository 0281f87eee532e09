using Chs.Domain.Accounts;
using Xunit;

namespace Chs.Domain.Tests.Accounts;

public class UserTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly Deed ByStaff = new(Guid.NewGuid(), 7, Now);

    readonly User _user = SignedUp();

    [Theory]
    [InlineData(" A@B\u00dccher.example ", "a@xn--bcher-kva.example")]
    [InlineData("a@x\u3002y\uff0eexample", "a@x.y.example")]
    [InlineData("a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example")]
    [InlineData("no address", "no address")]
    [InlineData("a@", "a@")]
    [InlineData("a@x..y", "a@x..y")]
    public void Stores_each_domain_in_one_spelling(string typed, string stored) =>
        Assert.Equal(stored, User.NormalizeEmail(typed));

    [Fact]
    public void Has_no_second_factor_to_activate_before_it_is_enrolled() =>
        Assert.Equal(AccountErrors.NoSecondFactor, _user.ActivateSecondFactor(1, [], Now).Error);

    [Fact]
    public void Says_nothing_about_a_second_factor_that_could_not_be_activated()
    {
        _user.ActivateSecondFactor(1, [], Now);
        Assert.Empty(_user.TakeEvents());
    }

    [Fact]
    public void Replaces_the_secret_while_the_second_factor_is_not_active()
    {
        _user.EnrolSecondFactor([1]);
        Assert.False(_user.EnrolSecondFactor([2]).Failed);
        Assert.Equal(2, _user.SecondFactor!.SealedSecret.Single());
    }

    [Fact]
    public void Keeps_the_secret_of_an_active_second_factor()
    {
        Activate();
        Assert.Equal(AccountErrors.SecondFactorActive, _user.EnrolSecondFactor([2]).Error);
        Assert.Equal(1, _user.SecondFactor!.SealedSecret.Single());
    }

    [Fact]
    public void Activates_a_second_factor_once()
    {
        Activate();
        Assert.Equal([new SecondFactorActivated(_user.Uuid, Now)], _user.TakeEvents());
        Assert.Equal(AccountErrors.SecondFactorActive, _user.ActivateSecondFactor(2, [], Now).Error);
        Assert.Empty(_user.TakeEvents());
    }

    [Fact]
    public void Says_who_switched_the_second_factor_off()
    {
        Activate();
        _user.TakeEvents();
        Assert.False(_user.DisableSecondFactor(ByStaff).Failed);
        Assert.Null(_user.SecondFactor);
        Assert.Equal([new SecondFactorDisabled(_user.Uuid, ByStaff.By, Now)], _user.TakeEvents());
    }

    [Fact]
    public void Cannot_switch_off_what_is_not_there()
    {
        Assert.Equal(AccountErrors.NoSecondFactor, _user.DisableSecondFactor(ByStaff).Error);
        Assert.Empty(_user.TakeEvents());
    }

    [Fact]
    public void Is_asked_to_confirm_an_address_that_is_not_confirmed()
    {
        _user.RequestEmailConfirmation(Now);
        Assert.Equal([new EmailConfirmationRequested(_user.Uuid, Now)], _user.TakeEvents());
    }

    [Fact]
    public void Is_not_asked_again_when_the_address_is_confirmed()
    {
        _user.ConfirmEmail(Now);
        _user.TakeEvents();
        _user.RequestEmailConfirmation(Now);
        Assert.Empty(_user.TakeEvents());
    }

    [Fact]
    public void Moves_to_an_address_whose_mail_is_read()
    {
        _user.ChangeEmail("Another@family.example", Now);
        Assert.Equal([new EmailChanged(_user.Uuid, Now)], _user.TakeEvents());
        Assert.Equal(("another@family.example", Now, true), (_user.Email, _user.EmailConfirmedAt, _user.IsEmailProven));
    }

    [Fact]
    public void Gives_up_an_address_that_is_somebody_elses()
    {
        _user.ReleaseEmail(Now);
        Assert.Equal(($"{_user.Uuid}@released.invalid", false), (_user.Email, _user.IsEmailProven));
    }

    [Fact]
    public void Becomes_a_researcher_once()
    {
        _user.BecomeResearcher(ByStaff);
        Assert.Equal(
            [new ResearcherAdmitted(_user.Uuid, ByStaff.By, Now), new EmailConfirmationRequested(_user.Uuid, Now)],
            _user.TakeEvents()
        );
        _user.BecomeResearcher(ByStaff);
        Assert.Empty(_user.TakeEvents());
    }

    [Theory]
    [InlineData(LogInStep.AwaitsCode, true, false, 10)]
    [InlineData(LogInStep.OneFactor, false, false, 4 * 24 * 60)]
    [InlineData(LogInStep.TwoFactors, false, true, 4 * 24 * 60)]
    public void Opens_sessions_that_last_as_long_as_their_step_allows(
        LogInStep step,
        bool isPending,
        bool isTwoFactor,
        int minutes
    )
    {
        var session = _user.OpenSession([1], step, isNewDevice: false, Now);
        Assert.Equal(
            (CredentialKind.Session, isPending, isTwoFactor, Now.AddMinutes(minutes)),
            (session.Kind, session.IsPending, session.IsTwoFactor, session.ExpiresAt)
        );
        Assert.Empty(_user.TakeEvents());
    }

    [Fact]
    public void Is_told_of_a_session_in_a_browser_that_was_not_used_before()
    {
        _user.OpenSession([1], LogInStep.OneFactor, isNewDevice: true, Now);
        Assert.Equal([new LoggedInFromNewDevice(_user.Uuid, Now)], _user.TakeEvents());
    }

    [Fact]
    public void Is_told_of_every_token()
    {
        var deed = new Deed(_user.Uuid, 1, Now);
        var token = _user.IssueToken(
            [1],
            "nightly download",
            TimeSpan.FromDays(2),
            new TokenScope(true, false, []),
            maker: null,
            deed
        );
        Assert.Equal((Now.AddDays(2), true, false), (token.ExpiresAt, token.IsReadOnly, token.IsDeidentified));
        Assert.Equal([new TokenCreated(token.Uuid, _user.Uuid, deed.By, Now)], _user.TakeEvents());
    }

    [Fact]
    public void Cannot_use_an_account_that_is_spam()
    {
        _user.Moderate(new AccountStanding(IsActive: true, IsSpam: true, "sells watches"), ByStaff);
        Assert.False(_user.IsActive);
        Assert.Equal([new UserModerated(_user.Uuid, false, true, ByStaff.By, Now)], _user.TakeEvents());
    }

    [Fact]
    public void Is_moderated_once_by_the_same_decision()
    {
        var spam = new AccountStanding(IsActive: true, IsSpam: true, "sells watches");
        _user.Moderate(spam, ByStaff);
        _user.TakeEvents();
        _user.Moderate(spam, ByStaff);
        Assert.Empty(_user.TakeEvents());
    }

    void Activate()
    {
        _user.EnrolSecondFactor([1]);
        _user.ActivateSecondFactor(1, ["digest"], Now);
    }

    static User SignedUp()
    {
        var user = User.SignUp("ada@family.example", "hash", new PersonName("Ada", "", ""), researcher: false, Now);
        user.TakeEvents();
        return user;
    }
}
