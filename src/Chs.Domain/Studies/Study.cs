using Chs.Domain.Builds;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using static Chs.Domain.Studies.StudyState;

namespace Chs.Domain.Studies;

/// <summary>How a study is run. The numbers are the reference's.</summary>
public enum StudyType
{
    Frameplayer = 1,
    External = 2,
    JsPsych = 3,
}

/// <summary>An experiment that a lab offers to families, from first draft to archive.</summary>
public sealed partial class Study : Aggregate
{
    Study() { }

    public StudyType Type { get; private init; }
    public StudyDetails Details { get; private set; } = StudyDetails.Empty;
    public AgeRange Ages { get; private set; } = AgeRange.Any;
    public StudyState State { get; private set; } = Created;
    public DateTimeOffset? StateChangedAt { get; private set; }

    /// <summary>Null only in imported studies.</summary>
    public long? LabId { get; private set; }

    /// <summary>The creator's key; null once that account is gone.</summary>
    public long? CreatorId { get; private init; }

    /// <summary>Shown in lists while active. A hidden active study is reached by its link.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>Whether every researcher may preview it.</summary>
    public bool IsPreviewShared { get; private set; }

    /// <summary>Whether the runner fills the screen.</summary>
    public bool FullScreen { get; private set; } = true;

    /// <summary>Frameplayer only: whether what families load is built, of the runner that the draft names.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Frameplayer only: key of the build whose files are served; null: none yet. Outlives a change of the runner until the next build succeeds.</summary>
    public long? CurrentBuildId { get; private set; }

    /// <summary>Orders the families' list, higher first; 1…99.</summary>
    public int Priority { get; private set; } = 99;

    /// <summary>Path of the picture among the site's media; null: none.</summary>
    public string? Image { get; private set; }

    /// <summary>What the last submitter or reviewer said.</summary>
    public string Comments { get; private set; } = "";

    /// <summary>What was declared at the submission, as JSON text.</summary>
    public string Declarations { get; private set; } = "{}";

    /// <summary>The end of the ethics approval of which researchers were warned; null: of none.</summary>
    public DateOnly? IrbWarnedFor { get; private set; }

    /// <summary>Mixed into every hashed id, so that ids can't be joined across studies.</summary>
    public Guid Salt { get; private init; }

    /// <summary>Characters of a hashed id.</summary>
    public int HashDigits { get; private init; } = 6;

    /// <summary>The version that previews run.</summary>
    public int DraftNumber { get; private set; } = 1;

    /// <summary>The version that families run; null before the first activation.</summary>
    public int? LiveNumber { get; private set; }

    /// <summary>The version that reviewers approved last; null: none, or before an import.</summary>
    public int? ApprovedNumber { get; private set; }

    /// <summary>The version that waits for reviewers while families run another; null: none.</summary>
    public int? ProposedNumber { get; private set; }

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>Whether the draft is another one than what was approved, while families run that.</summary>
    public bool HasDraftBeside =>
        State is Active or Paused && ApprovedNumber is { } approved && approved != DraftNumber;

    /// <summary>Of imported studies: the first step that was logged.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ModifiedAt { get; private set; }

    public bool NeedsBuild => Type is StudyType.Frameplayer && !IsBuilt;

    /// <summary>Starts a study in state created. Its first protocol is version 1.</summary>
    public static Study Create(
        StudyType type,
        Lab lab,
        long creator,
        StudyDetails details,
        AgeRange ages,
        bool isPublic,
        Guid by,
        DateTimeOffset now
    )
    {
        var study = new Study
        {
            Uuid = Guid.CreateVersion7(now),
            Type = type,
            LabId = lab.Id,
            CreatorId = creator,
            Details = details,
            Ages = ages,
            IsPublic = isPublic,
            Salt = Guid.NewGuid(),
            CreatedAt = now,
            ModifiedAt = now,
        };
        study.RecordCreation(new StudyCreated(study.Uuid, by, now));
        return study;
    }

    /// <summary>A study of the same content, to be worked on anew: not built, not public, in nobody's list.</summary>
    public static Study CopyOf(Study original, Lab lab, long creator, Guid by, DateTimeOffset now)
    {
        const string prefix = "Copy of ";
        var name = prefix + original.Details.Name;
        return Create(
            original.Type,
            lab,
            creator,
            original.Details with
            {
                Name = name.Length <= 255 ? name : name[..255],
            },
            original.Ages,
            isPublic: false,
            by,
            now
        );
    }

    /// <summary>Takes one step of the work flow.</summary>
    /// <param name="lab">The study's lab; the steps towards families need an approved one.</param>
    /// <param name="declarations">What is declared with a submission, as JSON text; null: what was declared before stays.</param>
    public Outcome Move(
        StudyTrigger trigger,
        Lab? lab,
        string comments,
        Guid by,
        DateTimeOffset now,
        string? declarations = null
    )
    {
        if (lab?.Id != LabId)
            throw new ArgumentException("Not this study's lab.", nameof(lab)); // our bug, not a refusal

        if (Workflow.After(State, trigger) is not { } next)
            return StudyErrors.WrongState(State, trigger);
        if (
            trigger is StudyTrigger.Submit or StudyTrigger.Resubmit or StudyTrigger.Approve or StudyTrigger.Activate
            && lab is not { IsApproved: true }
        )
            return StudyErrors.LabNotApproved;
        if (trigger is StudyTrigger.Activate && NeedsBuild)
            return StudyErrors.NotBuilt;
        if (trigger is StudyTrigger.Activate && Details.IrbUntil < DateOnly.FromDateTime(now.UtcDateTime))
            return StudyErrors.ApprovalExpired;

        var before = State;
        (State, StateChangedAt, ModifiedAt, Comments, Declarations) = (
            next,
            now,
            now,
            comments,
            declarations ?? Declarations
        );
        // What waits beside what was approved doesn't go to families by a pause.
        if (next is Active)
            LiveNumber = ApprovedNumber ?? DraftNumber;
        if (next is Approved)
            ApprovedNumber = DraftNumber;
        if (next is not (Active or Paused))
            ProposedNumber = null;
        Record(new StudyMoved(Uuid, Details.Name, trigger, next, comments, by, now, before));
        return Outcome.Ok;
    }

    /// <summary>Changes what is said about the study and who may take part.</summary>
    /// <remarks>Families rely on what reviewers approved: changing a reviewed field later sends the study back to them.</remarks>
    public void Describe(
        StudyDetails details,
        AgeRange ages,
        bool isPublic,
        bool isPreviewShared,
        Guid by,
        DateTimeOffset now,
        ReviewPolicy? policy = null
    )
    {
        if (details == Details && ages == Ages && isPublic == IsPublic && isPreviewShared == IsPreviewShared)
            return;

        var reviewed = Details.ReviewedChanges(details);
        (Details, Ages, IsPublic, IsPreviewShared, ModifiedAt) = (details, ages, isPublic, isPreviewShared, now);
        Record(new StudyUpdated(Uuid, by, now, reviewed));
        if ((policy ?? ReviewPolicy.Strict).SendsBack(reviewed))
            SendBackToReview(now);
    }

    /// <summary>Moves it up or down in the families' list.</summary>
    public void SetPriority(int priority, Guid by, DateTimeOffset now)
    {
        if (priority == Priority)
            return;
        (Priority, ModifiedAt) = (priority, now);
        Record(new StudyUpdated(Uuid, by, now));
    }

    /// <summary>Shows another picture, or none.</summary>
    /// <param name="image">Path among the site's media; null: none.</param>
    public void SetImage(string? image, Guid by, DateTimeOffset now, ReviewPolicy policy)
    {
        if (image == Image)
            return;
        (Image, ModifiedAt) = (image, now);
        Record(new StudyUpdated(Uuid, by, now, ReviewedField.Image));
        if (policy.SendsBack(ReviewedField.Image))
            SendBackToReview(now);
    }

    /// <summary>Gives the study to another lab. Whoever doesn't belong to that one loses the role in the study.</summary>
    public void TransferTo(Lab lab, Guid by, DateTimeOffset now)
    {
        if (lab.Id == LabId)
            return;
        (LabId, ModifiedAt) = (lab.Id, now);
        Record(new StudyTransferred(Uuid, Details.Name, lab.Uuid, by, now));
        SendBackToReview(now);
    }

    /// <summary>Says that it is deleted. Only what nobody took part in can be.</summary>
    public void RecordDeletion(Guid by, DateTimeOffset now) => Record(new StudyDeleted(Uuid, Details.Name, by, now));

    /// <summary>Days before the end of the ethics approval on which researchers hear of it.</summary>
    public const int WarningDays = 30;

    /// <summary>Warns once before the ethics board's approval ends, and pauses an active study when it has ended.</summary>
    /// <returns>Whether anything happened.</returns>
    public bool CheckEthicsApproval(DateOnly today, DateTimeOffset now)
    {
        if (Details.IrbUntil is not { } until)
            return false;
        if (until < today && State is Active)
        {
            (State, StateChangedAt, ModifiedAt, Comments) = (Paused, now, now, ApprovalEnded);
            Record(new EthicsApprovalExpired(Uuid, Details.Name, until, now));
            return true;
        }

        if (
            until > today.AddDays(WarningDays)
            || until < today
            || IrbWarnedFor == until
            || State is Archived or Deactivated
        )
            return false;
        IrbWarnedFor = until;
        Record(new EthicsApprovalExpiring(Uuid, Details.Name, until, now));
        return true;
    }

    const string ApprovalEnded =
        "The ethics board's approval has ended: renew it, enter the new date and activate the study again.";

    /// <summary>Makes the next version of the protocol the draft, unless it is the draft already.</summary>
    /// <param name="current">The draft's version.</param>
    /// <returns>The version to keep, or null when nothing differs.</returns>
    public StudyVersion? Revise(
        StudyVersion current,
        StudyProtocol protocol,
        Guid by,
        DateTimeOffset now,
        long? author = null,
        string note = ""
    )
    {
        if (current.StudyId != Id || current.Number != DraftNumber)
            throw new ArgumentException("Not this study's draft.", nameof(current));
        // The digest leaves out a commit that a build chose.
        if (current.Protocol == protocol || current.Digest == StudyVersion.DigestOf(protocol))
            return null;

        DraftNumber++;
        ModifiedAt = now;
        if ((current.RunnerRepository, current.RunnerCommit) != (protocol.RunnerRepository, protocol.RunnerCommit))
            IsBuilt = false;
        Record(new StudyRevised(Uuid, DraftNumber, by, now));
        SendBackToReview(now);
        return StudyVersion.Of(Id, DraftNumber, protocol, now, author, note);
    }

    /// <summary>From now on families load this build.</summary>
    /// <param name="draft">The draft's version. When it leaves the commit open, the build chose it: that isn't a change of the protocol.</param>
    /// <param name="defaultRepository">The runner of studies that name none.</param>
    public void Serve(Build build, StudyVersion draft, string defaultRepository, DateTimeOffset now)
    {
        if (build.StudyId != Id)
            throw new ArgumentException("Not this study's build.", nameof(build));
        if (draft.StudyId != Id || draft.Number != DraftNumber)
            throw new ArgumentException("Not this study's draft.", nameof(draft));
        CurrentBuildId = build.Id;
        var repository = draft.RunnerRepository.Length > 0 ? draft.RunnerRepository : defaultRepository;
        // The draft may name another runner by now: then this build is served, but isn't what was asked for last.
        IsBuilt = repository == build.Repository && (draft.RunnerCommit is null || draft.RunnerCommit == build.Commit);
        if (IsBuilt)
            draft.ChooseRunner(build.Commit);
        Record(new StudyBuilt(Uuid, Details.Name, build.Uuid, now));
    }

    /// <summary>Somebody's role changed. Counts as a change of the study: of two changes at once the second sees the first.</summary>
    public void RecordRoleAssigned(Guid user, StudyRole role, Guid by, DateTimeOffset now) =>
        Record(new StudyRoleAssigned(Uuid, Details.Name, user, role, by, now));

    /// <summary>Somebody works on it no longer.</summary>
    public void RecordResearcherRemoved(Guid user, Guid by, DateTimeOffset now) =>
        Record(new StudyResearcherRemoved(Uuid, Details.Name, user, by, now));

    const string ChangedAfterApproval = "Changed after the approval: submit it again.";

    void SendBackToReview(DateTimeOffset now)
    {
        if (State is not (Approved or Active or Paused or Deactivated))
            return;
        (State, StateChangedAt, Comments, ProposedNumber) = (Rejected, now, ChangedAfterApproval, null);
        Record(new StudySentBackToReview(Uuid, Details.Name, now));
    }
}
