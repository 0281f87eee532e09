using static Chs.Domain.Studies.StudyState;

namespace Chs.Domain.Studies;

/// <summary>Drafts beside the approved version: families keep running that one until reviewers approve the draft.</summary>
public sealed partial class Study
{
    /// <summary>Whether families run the approved version while the draft is another one.</summary>
    public bool HasDraftBeside =>
        State is Active or Paused && ApprovedNumber is { } approved && approved != DraftNumber;

    /// <summary>Makes the protocol the next draft, while families keep running the approved version.</summary>
    /// <remarks>Does nothing when the protocol is the same.</remarks>
    /// <param name="note">The author's description of the change.</param>
    public Outcome ReviseBeside(StudyProtocol protocol, string note, Deed deed)
    {
        var current = Draft;
        if (State is not (Active or Paused))
            return StudyErrors.NothingLive;
        if (!current.HasRunnerOf(protocol))
            return StudyErrors.RunnerBesideLive;
        if (current.Digest == StudyVersion.DigestOf(protocol))
            return Outcome.Ok;

        // Null in imported studies, where the version that families run was approved in the other system.
        ApprovedNumber ??= LiveNumber ?? DraftNumber;
        DraftNumber++;
        // What was proposed is no longer the draft.
        LeaveReview(DraftWithdrawalReason.DraftChanged, deed);
        ModifiedAt = deed.At;
        AddVersion(protocol, note, deed);
        Record(new StudyRevised(Uuid, DraftNumber, deed.By, deed.At));
        return Outcome.Ok;
    }

    /// <summary>Makes the approved protocol the draft again, as a new version.</summary>
    /// <param name="approved">The approved version.</param>
    public Outcome DiscardDraft(StudyVersion approved, Deed deed)
    {
        if (!HasDraftBeside)
            return StudyErrors.NothingToPropose;
        if (approved.StudyId != Id || approved.Number != ApprovedNumber)
            throw new ArgumentException("Not this study's approved version.", nameof(approved));
        return ReviseBeside(approved.Protocol, $"Version {approved.Number} again", deed);
    }

    /// <summary>Asks reviewers to approve the draft beside the approved version.</summary>
    public Outcome Propose(string comments, Deed deed)
    {
        if (!HasDraftBeside)
            return StudyErrors.NothingToPropose;
        ProposedNumber = DraftNumber;
        ProposedAt = deed.At;
        Comments = comments;
        Record(
            new StudyDraftProposed(Uuid, Details.Name, DraftNumber, comments, deed.By, deed.At)
            {
                ByKey = deed.ByAccount,
            }
        );
        return Outcome.Ok;
    }

    public Outcome WithdrawProposal(Deed deed)
    {
        if (ProposedNumber is null)
            return StudyErrors.NothingProposed;
        LeaveReview(DraftWithdrawalReason.Withdrawn, deed);
        return Outcome.Ok;
    }

    /// <summary>Approves or rejects the proposed draft. Sessions that start after an approval run it.</summary>
    public Outcome JudgeProposal(bool approved, string comments, Deed deed)
    {
        if (ProposedNumber is not { } number)
            return StudyErrors.NothingProposed;
        ProposedNumber = null;
        Comments = comments;
        if (approved)
        {
            ApprovedNumber = number;
            if (State is Active)
                LiveNumber = number;
        }

        Record(
            new StudyDraftJudged(Uuid, Details.Name, number, approved, comments, deed.By, deed.At)
            {
                ByKey = deed.ByAccount,
            }
        );
        return Outcome.Ok;
    }

    /// <summary>Takes a proposed draft out of the reviewers' queue. Does nothing when none is in it.</summary>
    void LeaveReview(DraftWithdrawalReason reason, Deed deed)
    {
        if (ProposedNumber is not { } number)
            return;
        ProposedNumber = null;
        Record(
            new StudyDraftWithdrawn(Uuid, Details.Name, number, reason, deed.By, deed.At) { ByKey = deed.ByAccount }
        );
    }
}
