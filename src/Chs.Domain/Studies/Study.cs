using System.Linq.Expressions;
using Chs.Domain.Builds;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using static Chs.Domain.Studies.StudyState;

namespace Chs.Domain.Studies;

/// <summary>An experiment that a lab offers to families, from first draft to archive.</summary>
public sealed partial class Study : Aggregate
{
    /// <summary>Researchers are warned this number of days before the ethics approval ends.</summary>
    public const int WarningDays = 30;

    const int MaximumNameLength = 255;

    internal const string ApprovalEnded =
        "The ethics board's approval has ended: renew it, enter the new date and activate the study again.";

    internal const string ChangedAfterApproval =
        "Sent back for review, because it was changed after the approval: submit it again when it is ready.";

    readonly List<StudyVersion> _versions = [];

    Study() { }

    public StudyType Type { get; private init; }
    public StudyDetails Details { get; private set; } = StudyDetails.Empty;
    public AgeRange Ages { get; private set; } = AgeRange.Any;
    public StudyState State { get; private set; } = Created;
    public DateTimeOffset? StateChangedAt { get; private set; }

    /// <summary>Null only in imported studies.</summary>
    public long? LabId { get; private set; }

    /// <summary>Key of the creator; null once that account is deleted.</summary>
    public long? CreatorId { get; private init; }

    /// <summary>Listed while active. An active study that isn't public can be reached by its link.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>Whether an account of the demo made it and the site doesn't show the demo: families don't see it.</summary>
    public bool IsOfClosedDemo { get; private set; }

    /// <summary>Whether every researcher may preview it.</summary>
    public bool IsPreviewShared { get; private set; }

    /// <summary>Whether the runner fills the screen.</summary>
    public bool FullScreen { get; private set; } = true;

    /// <summary>Frameplayer only: whether the current build is of the runner that the draft names.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Frameplayer only: key of the build whose files families load; null: none yet.</summary>
    /// <remarks>When the runner changes, the old build remains the current one until the next build succeeds.</remarks>
    public long? CurrentBuildId { get; private set; }

    /// <summary>Sort order in the families' list, higher first; 1…99.</summary>
    public int Priority { get; private set; } = 99;

    /// <summary>Path of the picture among the site's media; null: none.</summary>
    public string? Image { get; private set; }

    /// <summary>Comments on the last submission or review.</summary>
    public string Comments { get; private set; } = "";

    /// <summary>Declarations made at the submission, as JSON text.</summary>
    public string Declarations { get; private set; } = "{}";

    /// <summary>Last day of the ethics approval that researchers were last warned about; null: never warned.</summary>
    public DateOnly? IrbWarnedFor { get; private set; }

    /// <summary>Input of every hashed id, so that ids can't be joined across studies.</summary>
    public Guid Salt { get; private init; }

    /// <summary>Length of hashed ids in characters.</summary>
    public int HashDigits { get; private init; } = 6;

    /// <summary>The version that previews run.</summary>
    public int DraftNumber { get; private set; } = 1;

    /// <summary>The version that families run; null before the first activation.</summary>
    public int? LiveNumber { get; private set; }

    /// <summary>The version that reviewers last approved; null: none, or approved before the import.</summary>
    public int? ApprovedNumber { get; private set; }

    /// <summary>The version that families run after an activation.</summary>
    public int NumberToActivate => ApprovedNumber ?? DraftNumber;

    /// <summary>The version that awaits review while families run another one; null: none.</summary>
    public int? ProposedNumber { get; private set; }

    /// <summary>When the proposed version was submitted for review.</summary>
    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>In imported studies: the time of the first log entry.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ModifiedAt { get; private set; }

    /// <summary>The versions of the protocol that were loaded or made: never all of them.</summary>
    public IReadOnlyCollection<StudyVersion> Versions => _versions;

    /// <summary>The version that previews run.</summary>
    /// <exception cref="InvalidOperationException">It wasn't loaded.</exception>
    public StudyVersion Draft =>
        _versions.Find(version => version.Number == DraftNumber)
        ?? throw new InvalidOperationException("The study was loaded without its draft.");

    /// <summary>Whether families may take part now, once it is built.</summary>
    public bool TakesFamilies => State is Active && !IsOfClosedDemo;

    /// <summary>Whether families find it in lists, as a condition for database queries.</summary>
    public static Expression<Func<Study, bool>> IsOpenToFamilies { get; } =
        study => study.State == Active && !study.IsOfClosedDemo && study.IsPublic;

    /// <summary>Whether families can start it, once they have found it, as a condition for database queries.</summary>
    public static Expression<Func<Study, bool>> IsStartable { get; } =
        study =>
            study.State == Active
            && !study.IsOfClosedDemo
            && (study.Type != StudyType.Frameplayer || study.CurrentBuildId != null);

    /// <summary>
    /// Whether families knew it and may be told that it stopped: it was active, and is neither active nor archived now.
    /// </summary>
    public bool HasStopped => LiveNumber is not null && State is not (Active or Archived);

    /// <summary>Frameplayer only: whether there are no files yet that families could load.</summary>
    public bool LacksBuild => Type is StudyType.Frameplayer && CurrentBuildId is null;

    public bool NeedsBuild => Type is StudyType.Frameplayer && !IsBuilt;

    /// <summary>Creates a study in state created. Its protocol is version 1, its creator its admin.</summary>
    /// <param name="note">The creator's description of the protocol.</param>
    public static Study Create(
        StudyType type,
        Lab lab,
        StudyDetails details,
        AgeRange ages,
        bool isPublic,
        StudyProtocol protocol,
        string note,
        Deed deed,
        bool isPreviewShared = false
    )
    {
        var study = new Study
        {
            Uuid = Guid.CreateVersion7(deed.At),
            Type = type,
            LabId = lab.Id,
            CreatorId = deed.ByKey,
            Details = details,
            Ages = ages,
            IsPublic = isPublic,
            IsPreviewShared = isPreviewShared,
            Salt = Guid.NewGuid(),
            CreatedAt = deed.At,
            ModifiedAt = deed.At,
            _criteria = [],
        };
        study._researchers = [StudyMembership.Of(study.Id, deed.ByKey, StudyRole.Admin)];
        study.AddVersion(protocol, note, deed);
        study.RecordCreation(new StudyCreated(study.Uuid, deed.By, deed.At) { ByKey = deed.ByAccount });
        return study;
    }

    /// <summary>Creates a study with the same details, ages, criteria and draft that is neither built nor public.</summary>
    public static Study CopyOf(Study original, Lab lab, Deed deed)
    {
        var name = "Copy of " + original.Details.Name;
        if (name.Length > MaximumNameLength)
            name = name[..MaximumNameLength];
        var copy = Create(
            original.Type,
            lab,
            original.Details with
            {
                Name = name,
            },
            original.Ages,
            isPublic: false,
            original.Draft.Protocol,
            $"Copy of {original.Uuid}, version {original.Draft.Number}",
            deed
        );
        copy._criteria =
        [
            .. original.Criteria.Select(c => ParticipationCriterion.Of(copy.Id, c.OtherStudyId, c.IsRequired)),
        ];
        return copy;
    }

    /// <summary>Takes one step of the workflow.</summary>
    /// <param name="lab">The study's lab, which must be approved for the steps towards families.</param>
    /// <param name="declarations">Declarations made with a submission, as JSON text; null keeps the earlier ones.</param>
    public Outcome Move(StudyTrigger trigger, Lab? lab, string comments, Deed deed, string? declarations = null)
    {
        if (lab?.Id != LabId)
            throw new ArgumentException("Not this study's lab.", nameof(lab));

        if (Workflow.NextState(State, trigger) is not { } next)
            return NotInThisState(trigger);
        if (ObstacleTo(trigger, lab, deed.At) is { } obstacle)
            return obstacle;

        var before = State;
        var name = Workflow.NameOf(State, trigger);
        State = next;
        StateChangedAt = deed.At;
        ModifiedAt = deed.At;
        Comments = comments;
        Declarations = declarations ?? Declarations;
        // A draft beside the approved version doesn't go live by a pause and a new activation.
        if (next is Active)
            LiveNumber = NumberToActivate;
        if (next is Approved)
            ApprovedNumber = DraftNumber;
        if (next is not (Active or Paused))
            LeaveReview(DraftWithdrawalReason.Stopped, deed);
        Record(
            new StudyMoved(Uuid, Details.Name, name, next, comments, deed.By, deed.At, before)
            {
                ByKey = deed.ByAccount,
                Declarations = declarations,
            }
        );
        return Outcome.Ok;
    }

    /// <summary>Changes the details and who may take part. Does nothing when nothing differs.</summary>
    /// <remarks>
    /// Families rely on what reviewers approved: changing a reviewed field of an approved study sends it back for review.
    /// </remarks>
    /// <param name="policy">Null: the strict one.</param>
    public void Describe(
        StudyDetails details,
        AgeRange ages,
        bool isPublic,
        bool isPreviewShared,
        Deed deed,
        ReviewPolicy? policy = null
    )
    {
        if (details == Details && ages == Ages && isPublic == IsPublic && isPreviewShared == IsPreviewShared)
            return;

        var reviewed = Details.ReviewedChanges(details);
        Details = details;
        Ages = ages;
        IsPublic = isPublic;
        IsPreviewShared = isPreviewShared;
        ModifiedAt = deed.At;
        Record(new StudyUpdated(Uuid, deed.By, deed.At, reviewed));
        if ((policy ?? ReviewPolicy.Strict).SendsBack(reviewed))
            SendBackToReview(deed);
    }

    /// <summary>Changes the sort order in the families' list.</summary>
    public void SetPriority(int priority, Deed deed)
    {
        if (priority == Priority)
            return;
        Priority = priority;
        ModifiedAt = deed.At;
        Record(new StudyUpdated(Uuid, deed.By, deed.At));
    }

    /// <summary>Changes the picture.</summary>
    /// <param name="image">Path among the site's media; null: none.</param>
    public void SetImage(string? image, Deed deed, ReviewPolicy policy)
    {
        if (image == Image)
            return;
        Image = image;
        ModifiedAt = deed.At;
        Record(new StudyUpdated(Uuid, deed.By, deed.At, ReviewedField.Image));
        if (policy.SendsBack(ReviewedField.Image))
            SendBackToReview(deed);
    }

    /// <summary>Notes that the study is deleted, which is possible only while nobody has taken part.</summary>
    public void RecordDeletion(Guid? by, DateTimeOffset now) => Record(new StudyDeleted(Uuid, Details.Name, by, now));

    /// <summary>Warns once before the ethics approval ends, and pauses an active study once it has ended.</summary>
    /// <returns>Whether the study was warned about or paused.</returns>
    public bool CheckEthicsApproval(DateOnly today, DateTimeOffset now)
    {
        if (Details.IrbUntil is not { } until)
            return false;
        if (until < today && State is Active)
        {
            State = Paused;
            StateChangedAt = now;
            ModifiedAt = now;
            Comments = ApprovalEnded;
            Record(new EthicsApprovalExpired(Uuid, Details.Name, until, now));
            return true;
        }

        var endsSoon = until >= today && until <= today.AddDays(WarningDays);
        if (!endsSoon || IrbWarnedFor == until || State is Archived or Deactivated)
            return false;
        IrbWarnedFor = until;
        Record(new EthicsApprovalExpiring(Uuid, Details.Name, until, now));
        return true;
    }

    /// <summary>Makes the protocol the next draft, and sends an approved study back for review.</summary>
    /// <remarks>Does nothing when the protocol is the same.</remarks>
    /// <param name="note">The author's description of the change.</param>
    public void Revise(StudyProtocol protocol, string note, Deed deed)
    {
        var current = Draft;
        // Both are compared, because the digest ignores a commit that was chosen by a build.
        if (current.Protocol == protocol || current.Digest == StudyVersion.DigestOf(protocol))
            return;

        DraftNumber++;
        ModifiedAt = deed.At;
        if (!current.HasRunnerOf(protocol))
            IsBuilt = false;
        AddVersion(protocol, note, deed);
        Record(new StudyRevised(Uuid, DraftNumber, deed.By, deed.At));
        SendBackToReview(deed);
    }

    /// <summary>Makes this the build whose files families load.</summary>
    /// <remarks>
    /// When the draft leaves the commit open, the one of the build is stored in it, which doesn't count as a change of
    /// the protocol.
    /// </remarks>
    /// <param name="defaultRepository">The runner of studies that name none.</param>
    public void UseBuild(Build build, string defaultRepository, DateTimeOffset now)
    {
        if (build.StudyId != Id)
            throw new ArgumentException("Not this study's build.", nameof(build));
        var draft = Draft;
        CurrentBuildId = build.Id;
        // If the draft names another runner by now, the build becomes current, but the study still needs another one.
        var repository = draft.RunnerRepository.Length > 0 ? draft.RunnerRepository : defaultRepository;
        IsBuilt = repository == build.Repository && (draft.RunnerCommit is null || draft.RunnerCommit == build.Commit);
        if (IsBuilt)
            draft.ChooseRunner(build.Commit);
        Record(new StudyBuilt(Uuid, Details.Name, build.Uuid, now));
    }

    Error NotInThisState(StudyTrigger trigger) =>
        HasDraftBeside && Workflow.IsSubmission(trigger)
            ? StudyErrors.ProposeInstead(State)
            : StudyErrors.WrongState(State, trigger);

    /// <summary>Why the workflow's step can't be taken although the state allows it; null: it can.</summary>
    Error? ObstacleTo(StudyTrigger trigger, Lab? lab, DateTimeOffset now)
    {
        var needsApprovedLab =
            trigger is StudyTrigger.Submit or StudyTrigger.Resubmit or StudyTrigger.Approve or StudyTrigger.Activate;
        if (needsApprovedLab && lab is not { IsApproved: true })
            return StudyErrors.LabNotApproved;
        if (trigger is not StudyTrigger.Activate)
            return null;
        if (NeedsBuild)
            return StudyErrors.NotBuilt;
        return Details.IrbUntil < DateOnly.FromDateTime(now.UtcDateTime) ? StudyErrors.ApprovalExpired : null;
    }

    void AddVersion(StudyProtocol protocol, string note, Deed deed) =>
        _versions.Add(StudyVersion.Of(Id, DraftNumber, protocol, deed.At, deed.ByAccount, note));

    void SendBackToReview(Deed deed)
    {
        if (State is not (Approved or Active or Paused or Deactivated))
            return;
        LeaveReview(DraftWithdrawalReason.SentBack, deed);
        State = SentBack;
        StateChangedAt = deed.At;
        Comments = ChangedAfterApproval;
        Record(new StudySentBackToReview(Uuid, Details.Name, deed.At));
    }
}
