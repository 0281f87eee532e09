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

    const string ApprovalEnded =
        "The ethics board's approval has ended: renew it, enter the new date and activate the study again.";

    const string ChangedAfterApproval = "Changed after the approval: submit it again.";

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

    /// <summary>The version that awaits review while families run another one; null: none.</summary>
    public int? ProposedNumber { get; private set; }

    /// <summary>When the proposed version was submitted for review.</summary>
    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>In imported studies: the time of the first log entry.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ModifiedAt { get; private set; }

    public bool NeedsBuild => Type is StudyType.Frameplayer && !IsBuilt;

    /// <summary>Creates a study in state created. Its first protocol is version 1.</summary>
    /// <param name="creator">Key of the creator.</param>
    public static Study Create(
        StudyType type,
        Lab lab,
        long creator,
        StudyDetails details,
        AgeRange ages,
        bool isPublic,
        Deed deed
    )
    {
        var study = new Study
        {
            Uuid = Guid.CreateVersion7(deed.At),
            Type = type,
            LabId = lab.Id,
            CreatorId = creator,
            Details = details,
            Ages = ages,
            IsPublic = isPublic,
            Salt = Guid.NewGuid(),
            CreatedAt = deed.At,
            ModifiedAt = deed.At,
        };
        study.RecordCreation(new StudyCreated(study.Uuid, deed.By, deed.At));
        return study;
    }

    /// <summary>Creates a study with the same details and ages that is neither built nor public.</summary>
    /// <param name="creator">Key of the creator.</param>
    public static Study CopyOf(Study original, Lab lab, long creator, Deed deed)
    {
        var name = "Copy of " + original.Details.Name;
        if (name.Length > MaximumNameLength)
            name = name[..MaximumNameLength];
        var details = original.Details with { Name = name };
        return Create(original.Type, lab, creator, details, original.Ages, isPublic: false, deed);
    }

    /// <summary>Takes one step of the workflow.</summary>
    /// <param name="lab">The study's lab, which must be approved for the steps towards families.</param>
    /// <param name="declarations">Declarations made with a submission, as JSON text; null keeps the earlier ones.</param>
    public Outcome Move(StudyTrigger trigger, Lab? lab, string comments, Deed deed, string? declarations = null)
    {
        if (lab?.Id != LabId)
            throw new ArgumentException("Not this study's lab.", nameof(lab));

        if (Workflow.NextState(State, trigger) is not { } next)
            return StudyErrors.WrongState(State, trigger);
        if (ObstacleTo(trigger, lab, deed.At) is { } obstacle)
            return obstacle;

        var before = State;
        State = next;
        StateChangedAt = deed.At;
        ModifiedAt = deed.At;
        Comments = comments;
        Declarations = declarations ?? Declarations;
        // A draft beside the approved version doesn't go live by a pause and a new activation.
        if (next is Active)
            LiveNumber = ApprovedNumber ?? DraftNumber;
        if (next is Approved)
            ApprovedNumber = DraftNumber;
        if (next is not (Active or Paused))
            ProposedNumber = null;
        Record(new StudyMoved(Uuid, Details.Name, trigger, next, comments, deed.By, deed.At, before));
        return Outcome.Ok;
    }

    /// <summary>Changes the details and who may take part. Does nothing when nothing differs.</summary>
    /// <remarks>Families rely on what reviewers approved: changing a reviewed field of an approved study sends it back to review.</remarks>
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
            SendBackToReview(deed.At);
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
            SendBackToReview(deed.At);
    }

    /// <summary>Transfers the study to another lab, and sends an approved one back to review.</summary>
    /// <remarks>The caller removes the roles of researchers who aren't members of the new lab.</remarks>
    public void TransferTo(Lab lab, Deed deed)
    {
        if (lab.Id == LabId)
            return;
        LabId = lab.Id;
        ModifiedAt = deed.At;
        Record(new StudyTransferred(Uuid, Details.Name, lab.Uuid, deed.By, deed.At));
        SendBackToReview(deed.At);
    }

    /// <summary>Notes that the study is deleted, which is possible only while nobody has taken part.</summary>
    public void RecordDeletion(Deed deed) => Record(new StudyDeleted(Uuid, Details.Name, deed.By, deed.At));

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

    /// <summary>Makes the protocol the next draft, and sends an approved study back to review.</summary>
    /// <param name="current">The version of the current draft.</param>
    /// <param name="author">Key of the author; null: none.</param>
    /// <param name="note">The author's description of the change.</param>
    /// <returns>The new version, or null when the protocol is the same.</returns>
    public StudyVersion? Revise(
        StudyVersion current,
        StudyProtocol protocol,
        Deed deed,
        long? author = null,
        string note = ""
    )
    {
        RequireDraft(current, nameof(current));
        // Both are compared, because the digest ignores a commit that was chosen by a build.
        if (current.Protocol == protocol || current.Digest == StudyVersion.DigestOf(protocol))
            return null;

        DraftNumber++;
        ModifiedAt = deed.At;
        if (!current.HasRunnerOf(protocol))
            IsBuilt = false;
        Record(new StudyRevised(Uuid, DraftNumber, deed.By, deed.At));
        SendBackToReview(deed.At);
        return StudyVersion.Of(Id, DraftNumber, protocol, deed.At, author, note);
    }

    /// <summary>Makes this the build whose files families load.</summary>
    /// <param name="draft">
    /// The version of the current draft. When it leaves the commit open, the one of the build is stored in it,
    /// which doesn't count as a change of the protocol.
    /// </param>
    /// <param name="defaultRepository">The runner of studies that name none.</param>
    public void UseBuild(Build build, StudyVersion draft, string defaultRepository, DateTimeOffset now)
    {
        if (build.StudyId != Id)
            throw new ArgumentException("Not this study's build.", nameof(build));
        RequireDraft(draft, nameof(draft));
        CurrentBuildId = build.Id;
        // If the draft names another runner by now, the build becomes current, but the study still needs another one.
        var repository = draft.RunnerRepository.Length > 0 ? draft.RunnerRepository : defaultRepository;
        IsBuilt = repository == build.Repository && (draft.RunnerCommit is null || draft.RunnerCommit == build.Commit);
        if (IsBuilt)
            draft.ChooseRunner(build.Commit);
        Record(new StudyBuilt(Uuid, Details.Name, build.Uuid, now));
    }

    /// <summary>Notes that a user was given a role.</summary>
    /// <remarks>Counts as a change of the study, so that of two simultaneous changes the second sees the first.</remarks>
    public void RecordRoleAssigned(Guid user, StudyRole role, Deed deed) =>
        Record(new StudyRoleAssigned(Uuid, Details.Name, user, role, deed.By, deed.At));

    /// <summary>Notes that a user lost all roles in the study.</summary>
    public void RecordResearcherRemoved(Guid user, Deed deed) =>
        Record(new StudyResearcherRemoved(Uuid, Details.Name, user, deed.By, deed.At));

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

    void RequireDraft(StudyVersion version, string parameter)
    {
        if (version.StudyId != Id || version.Number != DraftNumber)
            throw new ArgumentException("Not this study's draft.", parameter);
    }

    void SendBackToReview(DateTimeOffset now)
    {
        if (State is not (Approved or Active or Paused or Deactivated))
            return;
        State = Rejected;
        StateChangedAt = now;
        Comments = ChangedAfterApproval;
        ProposedNumber = null;
        Record(new StudySentBackToReview(Uuid, Details.Name, now));
    }
}
