using static Chs.Domain.Studies.StudyState;

namespace Chs.Domain.Studies;

/// <summary>A draft beside what families run: they go on undisturbed until reviewers approve the next version.</summary>
public sealed partial class Study
{
    /// <summary>Makes the next version of the protocol the draft, while families go on with what was approved.</summary>
    /// <param name="current">The draft's version.</param>
    /// <returns>The version to keep, or null when nothing differs.</returns>
    public Outcome<StudyVersion?> ReviseBeside(
        StudyVersion current,
        StudyProtocol protocol,
        Guid by,
        DateTimeOffset now,
        long? author,
        string note
    )
    {
        if (current.StudyId != Id || current.Number != DraftNumber)
            throw new ArgumentException("Not this study's draft.", nameof(current));
        if (State is not (Active or Paused))
            return StudyErrors.NothingLive;
        if ((current.RunnerRepository, current.RunnerCommit) != (protocol.RunnerRepository, protocol.RunnerCommit))
            return StudyErrors.RunnerBesideLive;
        if (current.Digest == StudyVersion.DigestOf(protocol))
            return Outcome<StudyVersion?>.Of(null);

        ApprovedNumber ??= LiveNumber ?? DraftNumber; // of an imported study: what families run was approved there
        (DraftNumber, ModifiedAt, ProposedNumber) = (DraftNumber + 1, now, null); // a proposal is for what it was made for
        Record(new StudyRevised(Uuid, DraftNumber, by, now));
        return StudyVersion.Of(Id, DraftNumber, protocol, now, author, note);
    }

    /// <summary>Asks reviewers for the draft that stands beside what families run.</summary>
    public Outcome Propose(string comments, Guid by, DateTimeOffset now)
    {
        if (!HasDraftBeside)
            return StudyErrors.NothingToPropose;
        (ProposedNumber, ProposedAt, Comments) = (DraftNumber, now, comments);
        Record(new StudyDraftProposed(Uuid, Details.Name, DraftNumber, comments, by, now));
        return Outcome.Ok;
    }

    /// <summary>Takes the question back.</summary>
    public Outcome WithdrawProposal(Guid by, DateTimeOffset now)
    {
        if (ProposedNumber is not { } number)
            return StudyErrors.NothingProposed;
        ProposedNumber = null;
        Record(new StudyDraftWithdrawn(Uuid, number, by, now));
        return Outcome.Ok;
    }

    /// <summary>Answers it. An approved draft is what families run from their next session on.</summary>
    public Outcome JudgeProposal(bool approved, string comments, Guid by, DateTimeOffset now)
    {
        if (ProposedNumber is not { } number)
            return StudyErrors.NothingProposed;
        (ProposedNumber, Comments) = (null, comments);
        if (approved)
        {
            ApprovedNumber = number;
            if (State is Active)
                LiveNumber = number;
        }

        Record(new StudyDraftJudged(Uuid, Details.Name, number, approved, comments, by, now));
        return Outcome.Ok;
    }
}

/// <summary>A draft waits for reviewers beside what families run.</summary>
public sealed record StudyDraftProposed(
    Guid Study,
    string Name,
    int Number,
    string Comments,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);

/// <summary>A draft doesn't wait for reviewers any more.</summary>
public sealed record StudyDraftWithdrawn(Guid Study, int Number, Guid By, DateTimeOffset At) : DomainEvent(At);

/// <summary>Reviewers answered about a draft beside what families run.</summary>
public sealed record StudyDraftJudged(
    Guid Study,
    string Name,
    int Number,
    bool Approved,
    string Comments,
    Guid By,
    DateTimeOffset At
) : DomainEvent(At);
