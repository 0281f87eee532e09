using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>A person with an account: a parent, a researcher, a site reviewer, or several of these.</summary>
public sealed class User : Aggregate
{
    User() { }

    /// <summary>The log-in name: an e-mail address, lower-case, unique, at most 254 characters.</summary>
    public string Email { get; private set; } = "";

    /// <summary>When the address was confirmed to be the owner's; null: not yet.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; private set; }

    /// <summary>
    /// Whether somebody who could open the account has shown here that they read its mail, or a trusted party vouched for
    /// the address of a new one. Imported addresses count as confirmed, though nobody has shown that.
    /// </summary>
    public bool IsEmailProven { get; private set; }

    /// <summary>A hash that no password matches.</summary>
    public const string NoPassword = "!";

    /// <summary>In the format of the hasher that wrote it; see the password port.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>Whether some password opens the account. Otherwise its owner logs in elsewhere, or chooses one by mail.</summary>
    public bool HasPassword => PasswordHash != NoPassword;

    /// <summary>Browsers that logged in before count as new ones; null: none do.</summary>
    public DateTimeOffset? DevicesKnownSince { get; private set; }

    public string GivenName { get; private set; } = "";
    public string MiddleName { get; private set; } = "";
    public string FamilyName { get; private set; } = "";
    public string Nickname { get; private set; } = "";

    /// <summary>Inactive users can't log in and their tokens are refused.</summary>
    public bool IsActive { get; private set; } = true;

    public bool IsResearcher { get; private set; }

    /// <summary>Belongs to the site's team. The rights of that person are in <see cref="Rights"/>.</summary>
    public bool IsStaff { get; private set; }

    public bool IsSuperuser { get; private set; }

    /// <summary>Rights granted beside roles in labs and studies.</summary>
    public SiteRights GivenRights { get; private set; } = SiteRights.None;

    /// <summary>The owner's second factor; null: there is none, or it wasn't loaded.</summary>
    public SecondFactor? SecondFactor { get; private set; }

    public MailPreferences Mail { get; private set; } = MailPreferences.All;

    /// <summary>Whether the account is the demo's. It stays so when its address or password is changed.</summary>
    public DemoStanding Demo { get; private set; }

    /// <summary>Shown to staff only. A spam account is inactive and gets no mail.</summary>
    public bool IsSpam { get; private set; }

    /// <summary>Shown to staff only.</summary>
    public string AdminComments { get; private set; } = "";

    /// <summary>A picture as data URL; null until one was chosen, then it is drawn from the uuid.</summary>
    public string? Identicon { get; private set; }

    public string Locale { get; private set; } = "";
    public string TimeZone { get; private set; } = "";

    /// <summary>Id in the system before the reference; empty for most.</summary>
    public string FormerLookitId { get; private set; } = "";

    /// <summary>Further ids in the system before the reference.</summary>
    public IReadOnlyList<string> LinkedFormerLookitIds { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>What the person may do everywhere, without any role.</summary>
    public SiteRights Rights => SiteRights.Of(IsSuperuser, GivenRights);

    public AccountStanding Standing => new(IsActive, IsSpam, AdminComments);

    /// <summary>The name that others see: the nickname, else given and family name.</summary>
    public string DisplayName => Nickname.Length > 0 ? Nickname : $"{GivenName} {FamilyName}".Trim();

    /// <summary>Given, middle and family name.</summary>
    /// <remarks>Separated by one blank each even where the middle name is empty, as in the reference.</remarks>
    public string FullName => $"{GivenName} {MiddleName} {FamilyName}";

    /// <summary>
    /// The form in which e-mail addresses are stored and compared: the domain in ASCII, because each domain has several
    /// spellings in other letters and full stops.
    /// </summary>
    public static string NormalizeEmail(string email)
    {
        var address = email.Trim().ToLowerInvariant();
        var domain = address.LastIndexOf('@') + 1;
        return domain > 0 ? address[..domain] + DomainName.InAscii(address[domain..]) : address;
    }

    public static User SignUp(string email, string passwordHash, PersonName name, bool researcher, DateTimeOffset now)
    {
        var user = new User
        {
            Uuid = Guid.CreateVersion7(now),
            Email = NormalizeEmail(email),
            PasswordHash = passwordHash,
            GivenName = name.Given,
            FamilyName = name.Family,
            Nickname = name.Nickname,
            IsResearcher = researcher,
            CreatedAt = now,
        };
        user.RecordCreation(new UserSignedUp(user.Uuid, researcher, now));
        user.RecordCreation(new EmailConfirmationRequested(user.Uuid, now));
        return user;
    }

    /// <summary>
    /// Marks the e-mail address as the owner's, after somebody who can open the account used a link from a mail, or a
    /// trusted party vouched for it.
    /// </summary>
    public void ConfirmEmail(DateTimeOffset now)
    {
        if (IsEmailProven)
            return;
        IsEmailProven = true;
        EmailConfirmedAt ??= now;
        Record(new EmailConfirmed(Uuid, now));
    }

    /// <param name="revokesKeys">Whether the account's keys for scripts end with the old password.</param>
    /// <param name="removed">Addresses of the providers whose log-ins don't open the account any more.</param>
    public void ChangePassword(string passwordHash, bool revokesKeys, IReadOnlyList<string> removed, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Record(new PasswordChanged(Uuid, revokesKeys, removed, now));
    }

    /// <summary>Treats all browsers as new: whoever logged in with them before may not have been the owner.</summary>
    public void ForgetDevices(DateTimeOffset now)
    {
        DevicesKnownSince = now;
        IncrementVersion();
    }

    /// <summary>Makes every password fail, until the owner sets a new one.</summary>
    public void InvalidatePassword(DateTimeOffset now) => ChangePassword(NoPassword, revokesKeys: true, [], now);

    /// <summary>Stores the secret of a second factor, or another one until it is activated: log-ins need no code before.</summary>
    public Outcome EnrolSecondFactor(byte[] sealedSecret)
    {
        if (SecondFactor is not null)
            return SecondFactor.ReplaceSecret(sealedSecret);
        SecondFactor = SecondFactor.Of(Id, sealedSecret);
        return Outcome.Ok;
    }

    /// <summary>Makes log-ins require a code.</summary>
    /// <param name="step">Step of the first code, which the owner has presented.</param>
    /// <param name="recoveryDigests">Digests of the codes for when the device is lost.</param>
    public Outcome ActivateSecondFactor(long step, IReadOnlyList<string> recoveryDigests, DateTimeOffset now)
    {
        if (SecondFactor is null)
            return AccountErrors.NoSecondFactor;
        var activated = SecondFactor.Activate(step, recoveryDigests);
        if (!activated.Failed)
            Record(new SecondFactorActivated(Uuid, now));
        return activated;
    }

    /// <summary>Removes the second factor, so that log-ins require no code any more.</summary>
    public Outcome DisableSecondFactor(Deed deed)
    {
        if (SecondFactor is null)
            return AccountErrors.NoSecondFactor;
        SecondFactor = null;
        Record(new SecondFactorDisabled(Uuid, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Opens a browser session.</summary>
    /// <param name="digest">Digest of the session's secret.</param>
    /// <param name="step">How far the owner has come in logging in.</param>
    /// <param name="isNewDevice">Whether the owner is told of a browser that hadn't been used for the account before.</param>
    public Credential OpenSession(byte[] digest, LogInStep step, bool isNewDevice, DateTimeOffset now)
    {
        if (isNewDevice)
            Tell(new LoggedInFromNewDevice(Uuid, now));
        return Credential.OfSession(this, digest, step, now);
    }

    /// <summary>Opens a program's log-in. A program shows no device, so the owner is told of it.</summary>
    /// <param name="digest">Digest of the key.</param>
    /// <param name="isTwoFactor">Whether the second factor was presented with the password.</param>
    /// <param name="isTold">Whether the owner is told: not of the first log-in, and not of too many.</param>
    public Credential OpenSessionKey(byte[] digest, bool isTwoFactor, bool isTold, DateTimeOffset now)
    {
        if (isTold)
            Tell(new ProgramLoggedIn(Uuid, now));
        return Credential.OfSessionKey(this, digest, isTwoFactor, now);
    }

    /// <summary>Tells the owner that a program has the password, though it was let in to nothing.</summary>
    public void RecordMissingCode(DateTimeOffset now) => Tell(new ProgramLackedCode(Uuid, now));

    /// <summary>Tells the owner that somebody with the password tries codes from an unknown browser or program.</summary>
    public void RecordWrongCodes(DateTimeOffset now) => Tell(new StrangersTriedCodes(Uuid, now));

    /// <summary>Creates a token with which scripts act for the owner.</summary>
    /// <param name="digest">Digest of the token's secret.</param>
    /// <param name="label">What it is for, in the owner's words.</param>
    /// <param name="validFor">Null: until revoked.</param>
    /// <param name="scope">Null: everything that the owner may do.</param>
    /// <param name="maker">
    /// The log-in or token that makes it: the new one is as good as that, with or without the second factor; null: one
    /// without.
    /// </param>
    public Credential IssueToken(
        byte[] digest,
        string label,
        TimeSpan? validFor,
        TokenScope? scope,
        Credential? maker,
        Deed deed
    )
    {
        var token = Credential.OfToken(this, digest, label, validFor, scope, maker, deed.At);
        Record(new TokenCreated(token.Uuid, Uuid, deed.By, deed.At));
        return token;
    }

    /// <summary>
    /// Notes that a log-in elsewhere opens the account. A reset at the same moment, which didn't see it, is refused then, or
    /// refuses this.
    /// </summary>
    public void LinkExternalLogIn() => IncrementVersion();

    /// <summary>Requests a mail with a link that confirms the address, unless it is confirmed already.</summary>
    public void RequestEmailConfirmation(DateTimeOffset now)
    {
        if (EmailConfirmedAt is null)
            Record(new EmailConfirmationRequested(Uuid, now));
    }

    /// <summary>Requests a mail with a link for setting a new password on the owner's behalf.</summary>
    public void RequestPasswordReset(Deed deed) => Record(new PasswordResetRequested(Uuid, deed.By, deed.At));

    public void Rename(PersonName name, DateTimeOffset now)
    {
        if (name == new PersonName(GivenName, FamilyName, Nickname))
            return;
        GivenName = name.Given;
        FamilyName = name.Family;
        Nickname = name.Nickname;
        Record(new UserRenamed(Uuid, now));
    }

    /// <summary>Chooses which mails the owner wants.</summary>
    public void ChooseMail(MailPreferences wanted, DateTimeOffset now)
    {
        if (wanted == Mail)
            return;
        Mail = wanted;
        Record(new MailPreferencesChanged(Uuid, now));
    }

    /// <summary>Changes the e-mail address to one whose mail the owner has shown to read.</summary>
    public void ChangeEmail(string email, DateTimeOffset now)
    {
        var canonical = NormalizeEmail(email);
        if (canonical == Email)
            return;
        Email = canonical;
        EmailConfirmedAt = now;
        IsEmailProven = true;
        Record(new EmailChanged(Uuid, now));
    }

    /// <summary>
    /// Gives up an address that was never confirmed to somebody whose it is. Whoever made the account keeps what they
    /// entered, under a name at which no mail arrives.
    /// </summary>
    public void ReleaseEmail(DateTimeOffset now)
    {
        Email = $"{Uuid}@released.invalid";
        Record(new EmailChanged(Uuid, now));
    }

    /// <summary>Allows the account to create studies. An unconfirmed address gets a mail with a link that confirms it.</summary>
    public void BecomeResearcher(Deed deed)
    {
        if (IsResearcher)
            return;
        IsResearcher = true;
        Record(new ResearcherAdmitted(Uuid, deed.By, deed.At));
        RequestEmailConfirmation(deed.At);
    }

    /// <summary>Applies a decision of staff about the account. A spam account is inactive and gets no mail.</summary>
    public Outcome Moderate(AccountStanding standing, Deed deed)
    {
        if (standing.IsActive && Demo is DemoStanding.Closed)
            return AccountErrors.DemoIsOff;
        // Compared with what is stored: an imported account can be active and spam, which no decision is.
        if (IsActive == standing.IsActive && IsSpam == standing.IsSpam && AdminComments == standing.Comments)
            return Outcome.Ok;
        IsActive = standing.IsActive;
        IsSpam = standing.IsSpam;
        AdminComments = standing.Comments;
        if (IsSpam)
            Mail = MailPreferences.None;
        Record(new UserModerated(Uuid, IsActive, IsSpam, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Marks the account as the demo's. Used by the seed only.</summary>
    public void BelongToDemo()
    {
        Demo = DemoStanding.Open;
        IncrementVersion();
    }

    /// <summary>Lets nobody use an account of the demo, because the site doesn't show it any more.</summary>
    /// <returns>Whether it could be used before.</returns>
    public bool CloseDemo()
    {
        if (Demo is not DemoStanding.Open)
            return false;
        Demo = DemoStanding.Closed;
        // Staff may have closed it already; a later demo opens it again, as a new one would.
        IsActive = false;
        IncrementVersion();
        return true;
    }

    /// <summary>Opens an account of the demo that was closed because the site didn't show the demo.</summary>
    /// <returns>Whether it was closed for that.</returns>
    public bool ReopenDemo()
    {
        if (Demo is not DemoStanding.Closed)
            return false;
        Demo = DemoStanding.Open;
        IsActive = !IsSpam;
        IncrementVersion();
        return true;
    }

    /// <summary>Notes that another person has the roles of this one now. The labs and studies record it too.</summary>
    /// <param name="labs">Names of the labs.</param>
    /// <param name="studies">Names of the studies.</param>
    /// <param name="isKept">Whether both have them now.</param>
    public void RecordHandOver(
        User to,
        IReadOnlyList<string> labs,
        IReadOnlyList<string> studies,
        bool isKept,
        Deed deed
    ) => Record(new RolesHandedOver(Uuid, to.Uuid, labs, studies, isKept, deed.By, deed.At));

    /// <summary>Replaces the rights beside roles.</summary>
    public void GrantRights(SiteRights rights, bool isStaff, Deed deed)
    {
        if (rights == GivenRights && isStaff == IsStaff)
            return;
        GivenRights = rights;
        IsStaff = isStaff;
        Record(new UserRightsGranted(Uuid, rights.Site, rights.OnStudies, rights.OnLabs, deed.By, deed.At));
    }

    /// <summary>Makes the person a site reviewer. Used by the seed and by operators only.</summary>
    public void AppointReviewer()
    {
        IsResearcher = true;
        ReplaceRights(GivenRights.Union(Permissions.OfReviewers));
    }

    /// <summary>Replaces the rights beside roles, where no account is responsible for it.</summary>
    public void ReplaceRights(SiteRights rights)
    {
        GivenRights = rights;
        IsStaff = rights != SiteRights.None;
        IncrementVersion();
    }

    public void MakeSuperuser()
    {
        IsSuperuser = true;
        IncrementVersion();
    }

    /// <summary>Stores the hash of the unchanged password in the current format.</summary>
    public void ReplacePasswordHash(string passwordHash)
    {
        PasswordHash = passwordHash;
        IncrementVersion();
    }
}
